package io.curia.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import org.osgi.service.feature.ID;

/**
 * Writes the launcher's lists. {@code <set>.bundles}: a line a bundle in start order (symbolic name, connect or bundle,
 * start or install, jar; tabs between). {@code agent.classpath} and {@code cli.classpath}: a jar a line, sorted, because
 * a class-data archive is of one exact class path.
 */
public final class ExpandFeatures {
    private static final List<String> SETS = List.of("dev", "server", "server-atomix", "client");

    private final FeatureReader features = new FeatureReader();
    private final JarDirectory jars;
    private final Path target;

    private ExpandFeatures(JarDirectory jars, Path target) {
        this.jars = jars;
        this.target = target;
    }

    /** Arguments: the directory of the collected jars, the directory for the lists. */
    public static void main(String[] args) throws IOException {
        new ExpandFeatures(new JarDirectory(Path.of(args[0])), Path.of(args[1])).run();
    }

    private void run() throws IOException {
        Files.createDirectories(target);
        TreeSet<String> unused = jars.names();
        TreeSet<String> classPath = new TreeSet<>();
        TreeSet<String> commandLine = new TreeSet<>(classPath("cli"));
        for (String set : SETS) {
            classPath.addAll(classPath(set));
            List<String> lines = new ArrayList<>();
            for (ID id : features.bundles(set)) {
                String jar = jars.jar(id);
                Attributes manifest = jars.manifest(jar);
                boolean connect = connects(manifest);
                lines.add(line(id, jar, manifest, connect));
                unused.remove(jar);
                if (connect) {
                    classPath.add(jar);
                }
            }
            write(set + ".bundles", lines);
        }
        unused.removeAll(classPath);
        unused.removeAll(commandLine);
        if (!unused.isEmpty()) {
            throw new IOException("in no feature: " + unused + "; add them to one in features/src/main/features,"
                + " or exclude them where the distribution depends on them");
        }
        write("agent.classpath", List.copyOf(classPath));
        write("cli.classpath", List.copyOf(commandLine));
    }

    private List<String> classPath(String feature) throws IOException {
        List<String> names = new ArrayList<>();
        for (ID id : features.classPath(feature)) {
            names.add(jars.jar(id));
        }
        return names;
    }

    private static String line(ID id, String jar, Attributes manifest, boolean connect) throws IOException {
        String name = manifest.getValue("Bundle-SymbolicName");
        if (name == null) {
            throw new IOException(id + " is listed as a bundle, but has no Bundle-SymbolicName");
        }
        int directive = name.indexOf(';');
        return String.join("\t", directive < 0 ? name : name.substring(0, directive).strip(), connect ? "connect" : "bundle",
            starts(manifest) ? "start" : "install", jar);
    }

    /** A class path has no place for jars within a jar. */
    private static boolean connects(Attributes manifest) {
        String classPath = manifest.getValue("Bundle-ClassPath");
        return classPath == null || classPath.strip().equals(".");
    }

    /** A bundle that only gives classes need not be started: it is resolved when it is needed. */
    private static boolean starts(Attributes manifest) {
        return manifest.getValue("Fragment-Host") == null
            && (manifest.getValue("Service-Component") != null || manifest.getValue("Bundle-Activator") != null);
    }

    private void write(String name, List<String> lines) throws IOException {
        Files.writeString(target.resolve(name), String.join("\n", lines) + "\n");
    }
}

package io.curia.platform;

import io.curia.api.op.CuriaException;
import io.curia.api.platform.PluginDirectory;
import io.curia.platform.JarFiles.NoBundleException;
import io.curia.platform.JarFiles.Seen;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the running bundles in line with the jars of directories. A jar is copied before it is installed, so that it may
 * be overwritten at any time. A jar with the symbolic name of a shipped bundle takes its place; when the jar goes, the
 * shipped one comes back. One rescan at a time.
 */
final class Directory implements PluginDirectory {
    private static final Logger LOG = LoggerFactory.getLogger("agent.platform");

    /** A jar that runs: the bundle, its copy, and the location of the shipped bundle it replaced, or null. */
    private record Running(Bundle bundle, Path copy, String replaced) { }

    /** A jar that is about to run; {@code place} is the path of the jar whose bundle it succeeds, or null. */
    private record Staged(Seen jar, Path place, Bundle candidate, Path copy, String replaced) { }

    private final BundleContext context;
    private final FrameworkWiring framework;
    private final List<Path> directories;
    private final Path copies;
    private final SortedMap<Path, Seen> known = new TreeMap<>();
    private final Map<Path, Running> running = new HashMap<>();
    private long copied;
    private boolean first = true;

    /** {@code copies} is a directory of its own for the copies of jars. */
    Directory(BundleContext context, List<Path> directories, Path copies) {
        this.context = context;
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        this.directories = directories;
        this.copies = copies;
    }

    @Override
    public synchronized List<String> rescan() {
        try {
            if (first) {
                first = false;
                return eachByItself(list());
            }
            return bringInLine(list());
        } catch (IOException e) {
            throw new CuriaException(CuriaException.Kind.FAILED, "the directories of bundles cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first scan: one jar that is bad must not keep an agent, or another jar, from starting. */
    private List<String> eachByItself(SortedMap<Path, Seen> found) {
        List<String> report = new ArrayList<>();
        for (Seen jar : found.values()) {
            SortedMap<Path, Seen> one = new TreeMap<>(known);
            one.put(jar.path(), jar);
            try {
                report.addAll(bringInLine(one));
            } catch (CuriaException e) {
                LOG.error(e.getMessage());
            }
        }
        return report;
    }

    private SortedMap<Path, Seen> list() throws IOException {
        SortedMap<Path, Seen> found = new TreeMap<>();
        for (Path directory : directories) {
            found.putAll(JarFiles.list(directory, known));
        }
        return found;
    }

    private List<String> bringInLine(SortedMap<Path, Seen> found) {
        Swap swap = new Swap(context, framework);
        List<Staged> staged = new ArrayList<>();
        List<String> report = new ArrayList<>();
        Map<Path, Running> leaving = new HashMap<>(running);
        leaving.keySet().removeAll(found.keySet());
        try {
            Files.createDirectories(copies);
            for (Seen jar : found.values()) {
                Seen before = known.get(jar.path());
                if (before == null || !before.sha256().equals(jar.sha256())) {
                    staged.add(stage(swap, jar, leaving));
                }
            }
            for (Running gone : leaving.values()) {
                report.add(stageRemoval(swap, gone));
            }
            swap.switchOver();
            running.keySet().removeAll(leaving.keySet());
            leaving.values().forEach(gone -> deleteCopy(gone.copy));
            remember(found, staged, report);
            return report;
        } catch (Swap.FailedException | NoBundleException | IOException e) {
            swap.abandon();
            deleteCopiesOfNone();
            throw new CuriaException(CuriaException.Kind.FAILED, Causes.text(e), e);
        }
    }

    /** A jar that has another jar's name as a bundle, while that jar is leaving, is its successor. */
    private Staged stage(Swap swap, Seen jar, Map<Path, Running> leaving)
            throws NoBundleException, IOException, Swap.FailedException {
        Path copy = copies.resolve(++copied + "-" + jar.path().getFileName());
        Files.copy(jar.path(), copy);
        String name = JarFiles.symbolicName(copy, jar.path().getFileName().toString());
        Path place = running.containsKey(jar.path()) ? jar.path() : place(name);
        Running before = place == null ? null : running.get(place);
        if (before != null && !place.equals(jar.path()) && leaving.remove(place) == null) {
            throw new NoBundleException(jar.path().getFileName() + " cannot be used: " + place.getFileName()
                + " has the symbolic name " + name + " already", null);
        }
        Bundle old = before == null ? shipped(name) : before.bundle;
        String replaced = before != null ? before.replaced : old == null ? null : old.getLocation();
        if (before == null) {
            refuseShared(old, jar);
        }
        Bundle candidate = swap.stage(old, "reference:" + copy.toUri(), jar.path().getFileName().toString());
        return new Staged(jar, place, candidate, copy, replaced);
    }

    private Path place(String name) {
        for (Map.Entry<Path, Running> entry : running.entrySet()) {
            if (name.equals(entry.getValue().bundle.getSymbolicName())) {
                return entry.getKey();
            }
        }
        return null;
    }

    private Bundle shipped(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        return null;
    }

    /** The classes of a shipped bundle that others use come from the class path: another jar cannot take their place. */
    private void refuseShared(Bundle shipped, Seen jar) throws NoBundleException {
        if (shipped != null && (shipped.getHeaders("").get(Constants.EXPORT_PACKAGE) != null
                || shipped.getBundleId() == 0 || shipped.equals(context.getBundle()))) {
            throw new NoBundleException(jar.path().getFileName() + " cannot replace " + shipped.getSymbolicName()
                + " while the agent runs: other bundles use its classes", null);
        }
    }

    private static String stageRemoval(Swap swap, Running gone) throws Swap.FailedException {
        if (gone.replaced == null) {
            swap.remove(gone.bundle);
            return "stopped " + described(gone.bundle);
        }
        return "restored " + described(swap.stage(gone.bundle, gone.replaced, gone.bundle.getSymbolicName()));
    }

    private void remember(SortedMap<Path, Seen> found, List<Staged> staged, List<String> report) {
        known.clear();
        known.putAll(found);
        for (Staged jar : staged) {
            Running before = jar.place == null ? null : running.remove(jar.place);
            running.put(jar.jar.path(), new Running(jar.candidate, jar.copy, jar.replaced));
            if (before != null) {
                deleteCopy(before.copy);
            }
            String what = before != null ? "updated " : jar.replaced != null ? "replaced the shipped bundle by " : "started ";
            report.add(what + described(jar.candidate));
        }
    }

    /** After a refusal: copies that no bundle runs from. */
    private void deleteCopiesOfNone() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(copies)) {
            for (Path copy : all) {
                if (running.values().stream().noneMatch(jar -> jar.copy.equals(copy))) {
                    deleteCopy(copy);
                }
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("Copies of jars stay behind");
        }
    }

    private static String described(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static void deleteCopy(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            // the next start empties the directory
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The copy of a jar stays behind");
        }
    }
}

package io.curia.features;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.service.feature.ID;

/** The jars that the build has collected: {@code artifactId-version.jar} each. */
final class JarDirectory {
    private final Path directory;

    JarDirectory(Path directory) {
        this.directory = directory;
    }

    /** The name of an artifact's jar, which must be there. */
    String jar(ID id) throws IOException {
        String name = id.getArtifactId() + "-" + id.getVersion() + ".jar";
        if (!Files.exists(directory.resolve(name))) {
            throw new IOException(id + " is in a feature, but the distribution does not depend on it");
        }
        return name;
    }

    Attributes manifest(String jar) throws IOException {
        try (JarFile file = new JarFile(directory.resolve(jar).toFile(), false)) {
            return file.getManifest().getMainAttributes();
        }
    }

    TreeSet<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            jars.forEach(jar -> names.add(jar.getFileName().toString()));
        }
        return names;
    }
}

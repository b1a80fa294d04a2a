package io.curia.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The fields of check definitions that an operator's jars claim. The configuration is read before any bundle starts, so
 * a jar says in its manifest what its check types will say when they run.
 */
final class PluginFields {
    /** Names of fields as in {@code HealthCheckType.fields()}, commas between. */
    static final String HEADER = "Curia-Check-Fields";

    private PluginFields() {
    }

    /** What the jars of this program's {@code bundles/} and {@code plugins/} claim. */
    static Set<String> ofProgram() {
        return of(List.of(directory("bundles"), directory("plugins")));
    }

    /** The directory that the environment names instead, else the one of the program. */
    static Path directory(String name) {
        String own = System.getenv("CURIA_" + name.toUpperCase(Locale.ROOT));
        return own == null || own.isEmpty() ? Home.directory().resolve(name) : Path.of(own);
    }

    static Set<String> of(List<Path> directories) {
        Set<String> fields = new TreeSet<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
                for (Path jar : jars) {
                    addClaimed(jar, fields);
                }
            } catch (IOException e) {
                // the directory of bundles reports it when it looks there itself
                continue;
            }
        }
        return fields;
    }

    private static void addClaimed(Path jar, Set<String> fields) {
        String claimed;
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            claimed = manifest == null ? null : manifest.getMainAttributes().getValue(HEADER);
        } catch (IOException e) {
            // no jar: the directory of bundles names it when it tries to install it
            return;
        }
        if (claimed != null) {
            for (String field : claimed.split(",")) {
                if (!field.isBlank()) {
                    fields.add(field.strip());
                }
            }
        }
    }
}

package io.curia.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process does with directories. */
final class Directories {
    private Directories() {
    }

    /** Removes a directory with everything in it; none is fine. */
    static void delete(Path directory) throws IOException {
        File[] entries = directory.toFile().listFiles();
        if (entries != null) {
            for (File entry : entries) {
                if (entry.isDirectory() && !Files.isSymbolicLink(entry.toPath())) {
                    delete(entry.toPath());
                } else {
                    Files.deleteIfExists(entry.toPath());
                }
            }
        }
        Files.deleteIfExists(directory);
    }
}

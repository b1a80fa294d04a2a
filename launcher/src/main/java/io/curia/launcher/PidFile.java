package io.curia.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that names the process while it runs. */
final class PidFile {
    private PidFile() {
    }

    static void write(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
    }
}

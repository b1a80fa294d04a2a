package io.curia.checks.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program to start: found as an operating system would, with the error texts that Go has for it. */
final class Program {
    private Program() { }

    /**
     * The command with which to start it in a process group of its own, where the system can.
     *
     * @throws IOException when there is no such program
     */
    static List<String> command(List<String> arguments) throws IOException {
        String program = arguments.get(0);
        Path file = program.indexOf('/') >= 0 ? Path.of(program) : onPath(program);
        if (file == null) {
            throw new IOException("exec: \"" + program + "\": executable file not found in $PATH");
        }
        if (!Files.exists(file)) {
            throw new IOException("fork/exec " + program + ": no such file or directory");
        }
        if (Files.isDirectory(file) || !Files.isExecutable(file)) {
            throw new IOException("fork/exec " + program + ": permission denied");
        }
        Path setsid = onPath("setsid");
        if (setsid == null) {
            return arguments;
        }
        List<String> command = new ArrayList<>(arguments.size() + 1);
        command.add(setsid.toString());
        command.addAll(arguments);
        return command;
    }

    static Path onPath(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":")) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return file;
            }
        }
        return null;
    }
}

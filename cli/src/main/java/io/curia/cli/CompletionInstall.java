package io.curia.cli;

import io.curia.cli.http.GoErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Adds completion to the start-up files of the user's shells, or takes it out again. */
final class CompletionInstall {

    /** One shell's file and the lines for it; the last is ours alone, the others may have been there before. */
    private record Shell(String name, Path file, List<String> lines) {
        String own() {
            return lines.get(lines.size() - 1);
        }
    }

    private CompletionInstall() {
    }

    static int run(Environment env, boolean install) {
        String home = env.variable("HOME");
        if (home.isEmpty()) {
            env.console().error("Error: the variable HOME is not set");
            return 1;
        }
        int code = 0;
        List<Shell> shells = shells(Path.of(home), program(env));
        if (shells.isEmpty()) {
            env.console().error("Error: did not find any shells to " + (install ? "install" : "uninstall"));
            return 1;
        }
        for (Shell shell : shells) {
            try {
                change(shell, install);
            } catch (IOException e) {
                String reason = GoErrors.file(shell.file().toString(), e);
                env.console().error("Error " + (install ? "installing" : "uninstalling") + " completion for " + shell.name() + ": " + reason);
                code = 1;
            }
        }
        return code;
    }

    private static void change(Shell shell, boolean install) throws IOException {
        List<String> kept = new ArrayList<>();
        if (Files.exists(shell.file())) {
            kept.addAll(Files.readAllLines(shell.file(), StandardCharsets.UTF_8));
        }
        boolean present = kept.remove(shell.own());
        if (install && present) {
            throw new IOException("completion is already installed");
        }
        if (!install && !present) {
            throw new IOException("completion is not installed");
        }
        if (install) {
            for (String line : shell.lines()) {
                if (!kept.contains(line)) {
                    kept.add(line);
                }
            }
        }
        if (kept.isEmpty() && shell.name().equals("fish")) {
            Files.delete(shell.file());
        } else {
            Files.createDirectories(shell.file().getParent());
            Files.writeString(shell.file(), String.join("\n", kept) + (kept.isEmpty() ? "" : "\n"), StandardCharsets.UTF_8);
        }
    }

    /** The shells this user has start-up files of. */
    private static List<Shell> shells(Path home, String program) {
        String name = Path.of(program).getFileName().toString();
        List<Shell> shells = new ArrayList<>();
        for (String file : new String[] {".bashrc", ".bash_profile", ".bash_login", ".profile"}) {
            if (Files.exists(home.resolve(file))) {
                shells.add(new Shell("bash", home.resolve(file), List.of("complete -C " + program + " " + name)));
                break;
            }
        }
        if (Files.exists(home.resolve(".zshrc"))) {
            shells.add(new Shell("zsh", home.resolve(".zshrc"),
                List.of("autoload -U +X bashcompinit && bashcompinit", "complete -o nospace -C " + program + " " + name)));
        }
        Path fish = home.resolve(".config/fish");
        if (Files.isDirectory(fish)) {
            shells.add(new Shell("fish", fish.resolve("completions/" + name + ".fish"), List.of("complete -f -c " + name
                + " -a \"(env COMP_LINE=(commandline -cp)(test -z (commandline -ct); and echo ' ') " + program + ")\"")));
        }
        return shells;
    }

    /** The launcher script says where it is; else the name must do. */
    private static String program(Environment env) {
        String program = System.getProperty("curia.program", "");
        if (!program.isEmpty()) {
            return program;
        }
        for (String folder : env.variable("PATH").split(":")) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "consul"))) {
                return Path.of(folder, "consul").toString();
            }
        }
        return "consul";
    }
}

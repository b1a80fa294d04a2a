package io.curia.cli;

import java.io.UncheckedIOException;
import java.util.Arrays;

/** The command line: finds the command, runs it, and makes its end an exit code. */
public final class Main {

    /** What shells expect of a command that does not exist. */
    private static final int UNKNOWN = 127;

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(args, Environment.ofProcess()));
    }

    /** Runs one command line and returns its exit code; never exits by itself. */
    public static int run(String[] args, Environment env) {
        int code;
        try {
            code = dispatch(args, env);
        } catch (UncheckedIOException e) {
            return 1;
        }
        try {
            env.console().flush();
        } catch (UncheckedIOException e) {
            return code == 0 ? 1 : code;
        }
        return code;
    }

    private static int dispatch(String[] args, Environment env) {
        if (!env.variable("COMP_LINE").isEmpty()) {
            return Completion.complete(env);
        }
        if (args.length == 0) {
            env.console().error(Catalogue.overview());
            return UNKNOWN;
        }
        switch (args[0]) {
            case "-h", "-help", "--help", "help" -> {
                env.console().line(Catalogue.overview());
                return 0;
            }
            case "-v", "-version", "--version" -> {
                return execute("version", new String[0], env);
            }
            case "-autocomplete-install" -> {
                return CompletionInstall.run(env, true);
            }
            case "-autocomplete-uninstall" -> {
                return CompletionInstall.run(env, false);
            }
            case "agent" -> {
                return agent(rest(args, 1), env);
            }
            default -> {
                return command(args, env);
            }
        }
    }

    private static int agent(String[] args, Environment env) {
        try {
            Launcher launcher = env.launcher();
            env.console().flush();
            return launcher.agent(args);
        } catch (Failure e) {
            env.console().error(e.getMessage());
            return e.code();
        }
    }

    private static int command(String[] args, Environment env) {
        String name = args[0];
        int used = 1;
        while (Commands.isGroup(name) && used < args.length && isCommand(name + " " + args[used])) {
            name = name + " " + args[used];
            used++;
        }
        if (Commands.isGroup(name)) {
            return group(name, rest(args, used), env);
        }
        return execute(name, rest(args, used), env);
    }

    private static boolean isCommand(String name) {
        return Commands.isGroup(name) || Commands.create(name) != null;
    }

    private static int group(String name, String[] args, Environment env) {
        if (wantsHelp(args)) {
            env.console().line(Catalogue.group(name));
            return 0;
        }
        env.console().error(Catalogue.group(name));
        return 1;
    }

    private static int execute(String name, String[] args, Environment env) {
        Command command = Commands.create(name);
        if (command == null) {
            env.console().error(Catalogue.overview());
            return UNKNOWN;
        }
        if (wantsHelp(args)) {
            env.console().line(command.help());
            return 0;
        }
        try {
            return command.run(env, args);
        } catch (Failure e) {
            return report(e, command, env.console());
        }
    }

    private static int report(Failure failure, Command command, Console console) {
        console.error(failure.getMessage());
        switch (failure.help()) {
            case AFTER_MESSAGE -> console.error(command.help());
            case AFTER_BLANK_LINE -> console.error("\n" + command.help());
            case ON_OUTPUT -> console.line(command.help());
            default -> {
                return failure.code();
            }
        }
        return failure.code();
    }

    private static boolean wantsHelp(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "-h", "-help", "--help":
                    return true;
                case "--":
                    return false;
                default:
                    break;
            }
        }
        return false;
    }

    private static String[] rest(String[] args, int from) {
        return Arrays.copyOfRange(args, from, args.length);
    }
}

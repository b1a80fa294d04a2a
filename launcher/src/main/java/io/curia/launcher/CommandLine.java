package io.curia.launcher;

/** The way to the command line; until that is part of the build, it knows {@code version} alone. */
final class CommandLine {
    private static final int UNKNOWN_COMMAND = 127;

    private CommandLine() {
    }

    static int run(String[] args) {
        if (args.length == 1 && args[0].equals("version")) {
            System.out.println("Consul v1.10.11");
            return 0;
        }
        System.err.println("Usage: consul [--version] [--help] <command> [<args>]");
        return UNKNOWN_COMMAND;
    }
}

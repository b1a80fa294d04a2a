package io.curia.launcher;

import java.util.Arrays;

/** The program: {@code agent} starts an agent, everything else is the command line's. */
public final class Main {
    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (args.length > 0 && args[0].equals("agent") && !asksForHelp(args)) {
            return new AgentLauncher().agent(Arrays.copyOfRange(args, 1, args.length));
        }
        return CommandLine.run(args);
    }

    private static boolean asksForHelp(String[] args) {
        for (String arg : args) {
            if (arg.equals("-h") || arg.equals("-help") || arg.equals("--help")) {
                return true;
            }
        }
        return false;
    }
}

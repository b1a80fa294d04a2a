package io.curia.launcher;

import io.curia.cli.Environment;
import java.util.Arrays;

/** The program: {@code agent} starts an agent, everything else is the command line's. */
public final class Main {
    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String[] args) {
        if (args.length > 0 && args[0].equals("agent")) {
            return new AgentLauncher().agent(Arrays.copyOfRange(args, 1, args.length));
        }
        return io.curia.cli.Main.run(args, Environment.ofProcess());
    }
}

package io.curia.launcher;

/** Runs what a start runs, so that the JVM records the classes of it in an archive. */
public final class Training {
    private Training() {
    }

    /** Argument: {@code cli} or {@code agent}. */
    public static void main(String[] args) {
        System.exit(args[0].equals("agent") ? agent() : CommandLine.run(new String[] {"version"}));
    }

    private static int agent() {
        // free ports: an agent may be running already
        return new AgentLauncher(lifecycle -> lifecycle.shutdown(0)).agent(new String[] {"-dev", "-http-port", "0", "-dns-port", "0"});
    }
}

package io.curia.cli;

/** Starts the agent; given by the distribution, because the command line itself knows nothing of the container. */
public interface Launcher {

    /**
     * Runs an agent until it ends.
     *
     * @param args what followed {@code agent} on the command line
     * @return the exit code of the process
     */
    int agent(String[] args);
}

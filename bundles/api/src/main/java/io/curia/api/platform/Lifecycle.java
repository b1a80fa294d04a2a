package io.curia.api.platform;

/** The process that the agent runs in; registered by the launcher. */
public interface Lifecycle {
    /**
     * Ends the agent without leaving the cluster: stops every bundle, then the process. Returns at once; a second call
     * has no effect.
     *
     * @param exitCode of the process, 0 after a graceful leave
     */
    void shutdown(int exitCode);

    /** Whether the agent has announced that it is ready. */
    boolean ready();
}

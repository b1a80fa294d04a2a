package io.curia.core.agent;

/**
 * Settings of the local agent; all may change with a reload. Times in milliseconds.
 *
 * @param checkUpdateIntervalMillis how long a change of output alone may be held back; 0 for not at all
 * @param discardCheckOutput output never leaves its check
 */
public record AgentSettings(boolean remoteScripts, boolean localScripts, long checkUpdateIntervalMillis,
        int checkOutputMaxSize, boolean discardCheckOutput, long checkReapIntervalMillis,
        long checkDeregisterMinMillis, int sidecarMinPort, int sidecarMaxPort) {
    /** The defaults of the reference. */
    public static final AgentSettings DEFAULT =
            new AgentSettings(false, false, 300_000, 4096, false, 30_000, 60_000, 21000, 21255);
}

package io.curia.api.check;

import java.util.concurrent.CompletionStage;

/**
 * One check of a {@link HealthCheckType}, as long as its definition stays.
 *
 * <p>The core never runs a probe twice at a time, and gives up on one after its timeout; a late result is dropped.
 */
public interface Probe extends AutoCloseable {
    /**
     * Looks once. Must return quickly: network I/O is asynchronous, anything that blocks goes to
     * {@link CheckContext#blocking()}.
     *
     * @return ends with what was found. If it ends exceptionally the <em>checker</em> has failed, not what it checks:
     *     the check turns critical with an output that says so
     */
    CompletionStage<ProbeResult> run();

    /** Called when the core has given up on the present run: whatever it holds (a process, a connection) is to end. */
    default void cancel() { }

    /** Called once, when the check is gone; nothing may be left behind. */
    @Override
    default void close() { }
}

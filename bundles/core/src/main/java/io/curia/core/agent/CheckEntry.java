package io.curia.core.agent;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.model.HealthCheck;
import java.util.concurrent.Future;

/** A check of the agent with what the agent keeps beside it. Guarded by the lock of its {@link LocalState}. */
final class CheckEntry {
    HealthCheck check;
    /** Null for maintenance checks. */
    CheckDefinition definition;
    String token;
    Source source;
    boolean inSync;
    /** Gone here, not yet in the catalog. */
    boolean deleted;
    /** Counts changes, so that a confirmation of an old state does not count for a newer one. */
    long version;
    /** On the agent's clock; negative when not critical. */
    long criticalSinceNanos = -1;
    /** The pending push of an output held back, or null. */
    Future<?> heldBack;

    CheckEntry(HealthCheck check, CheckDefinition definition, String token, Source source) {
        this.check = check;
        this.definition = definition;
        this.token = token;
        this.source = source;
    }

    void release() {
        if (heldBack != null) {
            heldBack.cancel(false);
            heldBack = null;
        }
    }
}

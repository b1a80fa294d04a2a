package io.curia.api.check;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the core offers a probe. */
public interface CheckContext {
    /** For timers; tasks must be short. Shared by all checks: never shut it down. */
    ScheduledExecutorService timers();

    /** For whatever blocks; bounded, so a task may wait for its turn. Shared by all checks. */
    Executor blocking();

    /** The check's present output, for a type that adds to it. */
    String lastOutput();

    /** Asks for a probe now, besides the schedule; several calls before it starts are one. */
    void trigger();

    /** The name of the agent's node. */
    String nodeName();
}

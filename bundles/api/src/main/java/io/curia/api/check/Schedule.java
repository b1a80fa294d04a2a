package io.curia.api.check;

import java.time.Duration;

/** When a check is probed. */
public sealed interface Schedule {
    /** First after a random part of the interval, then an interval after the end of each probe. */
    record Every(Duration interval) implements Schedule { }

    /** When nobody has reported a status for so long; it is reported through the agent's API, not probed. */
    record AfterSilence(Duration ttl) implements Schedule { }

    /** At once, whenever {@link CheckContext#trigger()} asks for it, and after the given time without. */
    record OnTrigger(Duration refresh) implements Schedule { }
}

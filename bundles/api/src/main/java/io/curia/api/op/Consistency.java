package io.curia.api.op;

/** How fresh a read has to be (reference: semantics, section 1.1). */
public enum Consistency {
    /** The leader answers from memory, protected by its lease. */
    DEFAULT,
    /** The leader confirms that it leads before it answers. */
    CONSISTENT,
    /** Whoever is asked answers. */
    STALE
}

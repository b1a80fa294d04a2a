package io.curia.core.agent;

/** Where a service or check of the agent comes from. */
public enum Source {
    /** Registered through the API; persisted. */
    API,
    /** Defined in the configuration. */
    CONFIG
}

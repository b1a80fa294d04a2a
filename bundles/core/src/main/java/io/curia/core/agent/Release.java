package io.curia.core.agent;

/** The release that the agent is compatible with. */
final class Release {
    static final String COMPATIBLE = "1.10.11";

    private Release() { }
}

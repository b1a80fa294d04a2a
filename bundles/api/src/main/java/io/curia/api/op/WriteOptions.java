package io.curia.api.op;

/** Where a write goes, "" for the agent's own datacenter, and on whose behalf, "" for nobody's. */
public record WriteOptions(String datacenter, String token) {
    /** To the own datacenter, without a token. */
    public static final WriteOptions DEFAULT = new WriteOptions("", "");
}

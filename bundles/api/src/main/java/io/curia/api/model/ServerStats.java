package io.curia.api.model;

/** Where a server's log stands (Consul's {@code Status.RaftStats}); {@code lastContact} as Go prints durations, or never. */
public record ServerStats(String lastContact, long lastTerm, long lastIndex) { }

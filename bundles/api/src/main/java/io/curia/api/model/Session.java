package io.curia.api.model;

import java.util.List;

/** A contract between a node and the cluster. {@code lockDelay} in nanoseconds, {@code ttl} as given ("" for none). */
public record Session(
        @Wire("ID") String id,
        String name,
        String node,
        long lockDelay,
        String behavior,
        @Wire("TTL") String ttl,
        List<String> nodeChecks,
        List<SessionServiceCheck> serviceChecks,
        @Wire(omitEmpty = true) List<String> checks,
        long createIndex,
        long modifyIndex) {

    /** On invalidation, locks are released. */
    public static final String RELEASE = "release";
    /** On invalidation, locked keys are deleted. */
    public static final String DELETE = "delete";

    /** The same session as of another write. */
    public Session withIndexes(long create, long modify) {
        return new Session(id, name, node, lockDelay, behavior, ttl, nodeChecks, serviceChecks, checks, create, modify);
    }
}

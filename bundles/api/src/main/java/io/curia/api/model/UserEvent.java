package io.curia.api.model;

/** A user event as fired and as listed. */
public record UserEvent(
        @Wire("ID") String id,
        String name,
        byte[] payload,
        String nodeFilter,
        String serviceFilter,
        String tagFilter,
        int version,
        @Wire("LTime") long lamportTime) { }

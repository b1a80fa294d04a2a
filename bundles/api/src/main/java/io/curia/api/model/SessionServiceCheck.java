package io.curia.api.model;

/** A service check that a session is bound to. */
public record SessionServiceCheck(@Wire("ID") String id, String namespace) { }

package io.curia.core.store;

/** What is left of a deleted key, so that the index of its prefix never goes back. */
public record Tombstone(String key, long index) { }

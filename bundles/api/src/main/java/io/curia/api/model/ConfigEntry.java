package io.curia.api.model;

import java.util.Map;

/** A configuration entry; {@code body} holds every field but kind, name and the indexes, as given. */
public record ConfigEntry(String kind, String name, Map<String, Object> body, long createIndex, long modifyIndex) { }

package io.curia.api.model;

/** A node's coordinate. */
public record NodeCoordinate(String node, String segment, Coordinate coord) { }

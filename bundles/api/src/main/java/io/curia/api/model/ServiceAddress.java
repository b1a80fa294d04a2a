package io.curia.api.model;

/** One of a service's tagged addresses. */
public record ServiceAddress(String address, int port) { }

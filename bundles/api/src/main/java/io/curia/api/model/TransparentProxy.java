package io.curia.api.model;

/** Settings of a proxy that catches all traffic of its service. */
public record TransparentProxy(
        @Wire(omitEmpty = true) int outboundListenerPort,
        @Wire(omitEmpty = true) boolean dialedDirectly) { }

package io.curia.api.model;

import java.util.Map;

/** A service that a proxy's own service talks to. */
public record Upstream(
        String destinationType,
        @Wire(omitEmpty = true) String destinationNamespace,
        String destinationName,
        String datacenter,
        @Wire(omitEmpty = true) String localBindAddress,
        @Wire(omitEmpty = true) int localBindPort,
        @Wire(omitEmpty = true) String localBindSocketPath,
        @Wire(omitEmpty = true) String localBindSocketMode,
        @Wire(omitEmpty = true) Map<String, Object> config,
        MeshGateway meshGateway,
        @Wire(omitEmpty = true) boolean centrallyConfigured) { }

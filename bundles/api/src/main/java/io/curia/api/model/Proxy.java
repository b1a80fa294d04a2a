package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** The proxy part of a service of a proxy kind; {@link #NONE} for all others. */
public record Proxy(
        @Wire(omitEmpty = true) String destinationServiceName,
        @Wire(omitEmpty = true) String destinationServiceID,
        @Wire(omitEmpty = true) String localServiceAddress,
        @Wire(omitEmpty = true) int localServicePort,
        @Wire(omitEmpty = true) String localServiceSocketPath,
        String mode,
        @Wire(omitEmpty = true) Map<String, Object> config,
        @Wire(omitEmpty = true) List<Upstream> upstreams,
        MeshGateway meshGateway,
        Expose expose,
        @Wire(omitEmpty = true) TransparentProxy transparentProxy) {
    /** The proxy part of a service that is none. */
    public static final Proxy NONE =
            new Proxy("", "", "", 0, "", "", null, null, MeshGateway.NONE, Expose.NONE, null);
}

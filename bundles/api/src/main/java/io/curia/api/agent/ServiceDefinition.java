package io.curia.api.agent;

import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Wire;
import io.curia.api.model.Weights;
import java.util.List;
import java.util.Map;

/** A service as somebody asks the agent to run it (reference: http-api, section 4). Parts not given are null or empty. */
public record ServiceDefinition(
        String kind,
        @Wire("ID") String id,
        String name,
        List<String> tags,
        String address,
        @Wire(aliases = "tagged_addresses") Map<String, ServiceAddress> taggedAddresses,
        CheckDefinition check,
        List<CheckDefinition> checks,
        Map<String, String> meta,
        int port,
        @Wire(aliases = "socket_path") String socketPath,
        String token,
        Weights weights,
        @Wire(aliases = "enable_tag_override") boolean enableTagOverride,
        Proxy proxy,
        Connect connect,
        String namespace) {

    /** The mesh part of a definition. */
    public record Connect(@Wire("Native") boolean isNative,
            @Wire(aliases = "sidecar_service") ServiceDefinition sidecarService) { }
}

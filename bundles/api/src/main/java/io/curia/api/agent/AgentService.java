package io.curia.api.agent;

import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.model.Wire;
import java.util.List;
import java.util.Map;

/** A service of the agent as its own endpoints show it; {@code tags} and {@code meta} are never null. */
public record AgentService(
        @Wire(omitEmpty = true) String kind,
        @Wire("ID") String id,
        String service,
        List<String> tags,
        Map<String, String> meta,
        int port,
        String address,
        @Wire(omitEmpty = true) String socketPath,
        @Wire(omitEmpty = true) Map<String, ServiceAddress> taggedAddresses,
        Weights weights,
        boolean enableTagOverride,
        @Wire(omitEmpty = true) long createIndex,
        @Wire(omitEmpty = true) long modifyIndex,
        @Wire(omitEmpty = true) String contentHash,
        @Wire(omitEmpty = true) Proxy proxy,
        @Wire(omitEmpty = true) ServiceConnect connect,
        @Wire(omitEmpty = true) String datacenter) { }

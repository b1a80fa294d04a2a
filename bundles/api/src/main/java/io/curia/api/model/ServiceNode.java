package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** An instance of a service together with its node, flat, as the catalog answers; the indexes are the service's. */
public record ServiceNode(
        @Wire("ID") String id,
        String node,
        String address,
        String datacenter,
        Map<String, String> taggedAddresses,
        Map<String, String> nodeMeta,
        String serviceKind,
        String serviceID,
        String serviceName,
        List<String> serviceTags,
        String serviceAddress,
        @Wire(omitEmpty = true) Map<String, ServiceAddress> serviceTaggedAddresses,
        Weights serviceWeights,
        Map<String, String> serviceMeta,
        int servicePort,
        String serviceSocketPath,
        boolean serviceEnableTagOverride,
        Proxy serviceProxy,
        ServiceConnect serviceConnect,
        long createIndex,
        long modifyIndex) { }

package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** An instance of a service on a node, as the catalog stores it. */
public record NodeService(
        @Wire(omitEmpty = true) String kind,
        @Wire("ID") String id,
        String service,
        List<String> tags,
        String address,
        @Wire(omitEmpty = true) Map<String, ServiceAddress> taggedAddresses,
        Map<String, String> meta,
        @Wire(omitEmpty = true) int port,
        @Wire(omitEmpty = true) String socketPath,
        Weights weights,
        boolean enableTagOverride,
        Proxy proxy,
        ServiceConnect connect,
        long createIndex,
        long modifyIndex) {

    /** Kind of a service that proxies for another. */
    public static final String CONNECT_PROXY = "connect-proxy";

    /** The same instance as of another write. */
    public NodeService withIndexes(long create, long modify) {
        return new NodeService(kind, id, service, tags, address, taggedAddresses, meta, port, socketPath, weights,
                enableTagOverride, proxy, connect, create, modify);
    }

    /** The same instance with other tags. */
    public NodeService withTags(List<String> other) {
        return new NodeService(kind, id, service, other, address, taggedAddresses, meta, port, socketPath, weights,
                enableTagOverride, proxy, connect, createIndex, modifyIndex);
    }

    /** The same instance with other metadata. */
    public NodeService withMeta(Map<String, String> other) {
        return new NodeService(kind, id, service, tags, address, taggedAddresses, other, port, socketPath, weights,
                enableTagOverride, proxy, connect, createIndex, modifyIndex);
    }

    /** Whether everything but the indexes is equal, so that a write of it would change nothing. */
    public boolean sameContent(NodeService other) {
        return other != null && withIndexes(0, 0).equals(other.withIndexes(0, 0));
    }
}

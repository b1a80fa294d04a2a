package io.curia.api.model;

import java.util.Map;

/** A machine in the catalog. {@code taggedAddresses} and {@code meta} are null if never given (they print as {@code null}). */
public record Node(
        @Wire("ID") String id,
        String node,
        String address,
        String datacenter,
        Map<String, String> taggedAddresses,
        Map<String, String> meta,
        long createIndex,
        long modifyIndex) {

    /** The same node as of another write. */
    public Node withIndexes(long create, long modify) {
        return new Node(id, node, address, datacenter, taggedAddresses, meta, create, modify);
    }

    /** Whether everything but the indexes is equal, so that a write of it would change nothing. */
    public boolean sameContent(Node other) {
        return other != null && withIndexes(0, 0).equals(other.withIndexes(0, 0));
    }
}

package io.curia.core.stream;

import io.curia.api.model.CheckServiceNode;
import java.util.List;

/** The messages of a subscription: Consul's subscribe.Event. */
final class Events {
    private static final int DEREGISTER = 1;

    private Events() { }

    /** The snapshot is complete. */
    static byte[] endOfSnapshot(long index) {
        return ProtoWriter.message(out -> out.integer(1, index).bool(2, true));
    }

    /** What the subscriber knows is to be forgotten. */
    static byte[] newSnapshotToFollow(long index) {
        return ProtoWriter.message(out -> out.integer(1, index).bool(3, true));
    }

    /** Several changes that happened at once. */
    static byte[] batch(long index, List<byte[]> events) {
        return ProtoWriter.message(out -> out.integer(1, index)
                .message(4, batch -> events.forEach(event -> batch.bytes(1, event))));
    }

    /** An instance is there, or has changed. */
    static byte[] register(long index, CheckServiceNode instance) {
        return ProtoWriter.message(out -> out.integer(1, index)
                .message(10, update -> update.message(2, part -> CatalogMessages.instance(part, instance))));
    }

    /** An instance is gone: whose it was is enough. */
    static byte[] deregister(long index, CheckServiceNode instance) {
        CheckServiceNode bare = new CheckServiceNode(instance.node(), instance.service(), List.of());
        return ProtoWriter.message(out -> out.integer(1, index)
                .message(10, update -> update.integer(1, DEREGISTER)
                        .message(2, part -> CatalogMessages.instance(part, bare))));
    }
}

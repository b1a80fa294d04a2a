package io.curia.gossip.swim;

import io.curia.gossip.wire.PacketCodec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends packets, and fills them with what there is to tell. While there is something, a round of gossip goes to a few
 * random members every gossip interval; when there is nothing, nothing runs.
 */
final class Disseminator {
    private final Context context;
    private final List<BroadcastQueue> queues = new ArrayList<>();
    private final BroadcastQueue own = new BroadcastQueue();
    private boolean armed;
    private boolean stopped;

    Disseminator(Context context) {
        this.context = context;
        queues.add(own);
        queues.addAll(context.upper().queues());
        queues.forEach(queue -> queue.onPut(this::arm));
    }

    /** What the engine itself has to tell. */
    BroadcastQueue queue() {
        return own;
    }

    private void arm() {
        if (!armed && !stopped) {
            armed = true;
            // somewhere within the interval, so that members that hear of the same thing do not all tell it at once
            context.scheduler().after(1 + context.random().nextLong(context.timing().gossipInterval()), this::round);
        }
    }

    private void round() {
        armed = false;
        if (stopped) {
            return;
        }
        long now = context.scheduler().nanos();
        for (Node node : context.members().pick(context.timing().gossipNodes(), node -> worthTelling(node, now))) {
            List<byte[]> packet = new ArrayList<>();
            fill(packet, PacketCodec.LARGEST - context.packets().overhead());
            if (packet.isEmpty()) {
                return;
            }
            context.transport().send(node.address, context.packets().encode(packet, node.knowsChecksums()));
        }
        if (queues.stream().anyMatch(queue -> queue.size() > 0)) {
            armed = true;
            context.scheduler().after(context.timing().gossipInterval(), this::round);
        }
    }

    /** The dead are told for a while: they may have been cut off, and have to contradict. */
    private boolean worthTelling(Node node, long now) {
        return !context.self(node.name) && (node.state == Node.State.ALIVE || node.state == Node.State.SUSPECT
                || node.state == Node.State.DEAD && now - node.changed <= context.timing().gossipToDead());
    }

    /** Sends messages, with as much of what there is to tell as fits beside them. */
    void send(InetSocketAddress to, boolean crc, byte[]... messages) {
        List<byte[]> packet = new ArrayList<>(List.of(messages));
        int free = PacketCodec.LARGEST - context.packets().overhead();
        for (byte[] message : messages) {
            free -= message.length + PacketCodec.PART_OVERHEAD;
        }
        fill(packet, free);
        context.transport().send(to, context.packets().encode(packet, crc));
    }

    private void fill(List<byte[]> packet, int free) {
        int limit = context.timing().retransmits(context.members().size());
        int left = free;
        for (BroadcastQueue queue : queues) {
            left = queue.take(packet, left, PacketCodec.PART_OVERHEAD, limit);
        }
    }

    void stop() {
        stopped = true;
    }
}

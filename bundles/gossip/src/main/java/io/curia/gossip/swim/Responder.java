package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MessageCodec;
import java.net.InetSocketAddress;

/**
 * Answers pings, and pings for others. Who is suspected here, or taken for dead, and pings all the same is told so with the answer,
 * and can contradict: after one way of the network was cut nobody else would tell it, as nobody pings or gossips to the dead for long.
 */
final class Responder {
    private final Context context;
    private final Disseminator out;
    private final Sequences sequences;

    Responder(Context context, Disseminator out, Sequences sequences) {
        this.context = context;
        this.out = out;
        this.sequences = sequences;
    }

    /** The answer to a ping; null when it was meant for somebody else. */
    Message.Ack ack(Message.Ping ping, InetSocketAddress from) {
        if (!ping.node().isEmpty() && !context.self(ping.node())) {
            context.complaints().about("ping", "Got ping for unexpected node '{}' from={}", ping.node(),
                    Membership.text(from));
            return null;
        }
        return new Message.Ack(ping.sequence(), context.upper().ackPayload());
    }

    void onPing(Message.Ping ping, InetSocketAddress from) {
        Message.Ack ack = ack(ping, from);
        if (ack == null) {
            return;
        }
        InetSocketAddress source = source(ping.sourceAddr(), ping.sourcePort(), from);
        Node node = context.members().get(ping.sourceNode());
        if (node != null && node.state != Node.State.ALIVE && node.address.equals(source)) {
            String self = context.config().name();
            out.send(source, false, MessageCodec.encode(ack), MessageCodec.encode(node.gone() ? node.dead(self)
                    : new Message.Suspect(node.incarnation, node.name, self)));
        } else {
            out.send(source, false, MessageCodec.encode(ack));
        }
    }

    private static InetSocketAddress source(byte[] addr, int port, InetSocketAddress from) {
        InetSocketAddress source = addr.length == 0 || port == 0 ? null : Membership.address(addr, port);
        return source == null ? from : source;
    }

    void onIndirectPing(Message.IndirectPing request, InetSocketAddress from) {
        InetSocketAddress target = Membership.address(request.target(), request.port());
        if (target == null || request.port() == 0 || sequences.full()) {
            return;
        }
        new Relay(request, source(request.sourceAddr(), request.sourcePort(), from)).start(target);
    }

    private final class Relay implements Sequences.Waiting {
        private final Message.IndirectPing request;
        private final InetSocketAddress requester;
        private final long sequence = sequences.next();
        private Scheduler.Timer timer;

        Relay(Message.IndirectPing request, InetSocketAddress requester) {
            this.request = request;
            this.requester = requester;
        }

        void start(InetSocketAddress target) {
            SwimConfig self = context.config();
            sequences.await(sequence, this);
            timer = context.scheduler().after(context.timing().probeTimeout(), this::giveUp);
            out.send(target, false, MessageCodec.encode(new Message.Ping(sequence, request.node(),
                    self.address().getAddress().getAddress(), self.address().getPort(), self.name())));
        }

        @Override
        public void acknowledged(byte[] payload) {
            timer.cancel();
            sequences.forget(sequence);
            out.send(requester, false, MessageCodec.encode(new Message.Ack(request.sequence(), new byte[0])));
        }

        @Override
        public void refused() {
            // nobody was asked to ping on behalf of this ping
        }

        private void giveUp() {
            sequences.forget(sequence);
            if (request.nack()) {
                out.send(requester, false, MessageCodec.encode(new Message.Nack(request.sequence())));
            }
        }
    }
}

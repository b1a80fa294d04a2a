package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MessageCodec;
import java.util.List;

/**
 * Finds out who is not there. One probe at a time, of the next member of the ring.
 *
 * <p>A probe's phases: DIRECT (a ping by packet) -&gt; after the probe timeout INDIRECT (others are asked to ping, and a
 * stream is tried) -&gt; at the end of the probe interval the member is suspected. An acknowledgement ends it in any phase.
 * Both times grow with this member's own bad health, which is judged by how probes end.
 */
final class Prober {
    private final Context context;
    private final Membership membership;
    private final Disseminator out;
    private final Sequences sequences;
    private boolean stopped;

    Prober(Context context, Membership membership, Disseminator out, Sequences sequences) {
        this.context = context;
        this.membership = membership;
        this.out = out;
        this.sequences = sequences;
    }

    void start() {
        context.scheduler().after(1 + context.random().nextLong(context.timing().probeInterval()), this::next);
    }

    void stop() {
        stopped = true;
    }

    private void next() {
        if (stopped) {
            return;
        }
        long now = context.scheduler().nanos();
        Node node = context.members().next(candidate -> !candidate.gone() && !context.self(candidate.name),
                candidate -> candidate.gone() && now - candidate.changed > context.timing().gossipToDead()
                        && !context.self(candidate.name));
        if (node == null) {
            context.scheduler().after(context.timing().probeInterval(), this::next);
        } else {
            new Probe(node, now).start();
        }
    }

    /** The next one begins an interval after this one did, or at once when this one took longer. */
    private void ended(long started) {
        long elapsed = context.scheduler().nanos() - started;
        context.scheduler().after(Math.max(1, context.timing().probeInterval() - elapsed), this::next);
    }

    private final class Probe implements Sequences.Waiting {
        private final Node node;
        private final long started;
        private final long sequence = sequences.next();
        private Scheduler.Timer timer;
        private boolean direct = true;
        private boolean streamAnswered;
        private boolean streamRefused;
        private int nacksExpected;
        private int nacks;

        Probe(Node node, long started) {
            this.node = node;
            this.started = started;
        }

        void start() {
            SwimConfig self = context.config();
            byte[] ping = MessageCodec.encode(new Message.Ping(sequence, node.name, addr(), self.address().getPort(),
                    self.name()));
            sequences.await(sequence, this);
            timer = context.scheduler().after(timeout(), this::askOthers);
            if (node.state == Node.State.SUSPECT && self.lifeguard().buddy()) {
                out.send(node.address, node.knowsChecksums(), ping, MessageCodec.encode(
                        new Message.Suspect(node.incarnation, node.name, self.name())));
            } else {
                out.send(node.address, node.knowsChecksums(), ping);
            }
        }

        private byte[] addr() {
            return context.config().address().getAddress().getAddress();
        }

        private long timeout() {
            return context.awareness().scaled(Math.min(context.timing().probeTimeout(),
                    context.timing().probeInterval()));
        }

        private void askOthers() {
            direct = false;
            List<Node> others = context.members().pick(context.timing().indirectChecks(),
                    other -> other.state == Node.State.ALIVE && other != node && !context.self(other.name));
            SwimConfig self = context.config();
            for (Node other : others) {
                boolean nack = other.knowsNacks();
                nacksExpected += nack ? 1 : 0;
                out.send(other.address, other.knowsChecksums(), MessageCodec.encode(new Message.IndirectPing(sequence,
                        node.address.getAddress().getAddress(), node.address.getPort(), node.name, nack, addr(),
                        self.address().getPort(), self.name())));
            }
            long left = Math.max(1, context.awareness().scaled(context.timing().probeInterval())
                    - (context.scheduler().nanos() - started));
            timer = context.scheduler().after(left, this::giveUp);
            if (node.knowsStreamPings()) {
                pingByStream(left);
            }
        }

        private void pingByStream(long timeout) {
            byte[] ping = context.streams().encode(new Message.Ping(sequence, node.name, addr(),
                    context.config().address().getPort(), context.config().name()));
            context.transport().exchange(node.address, ping, timeout, new Transport.Exchange() {
                @Override
                public void answered(Message reply) {
                    streamAnswered = reply instanceof Message.Ack ack && ack.sequence() == sequence;
                }

                @Override
                public void failed(String problem) {
                    context.log().debug("Failed fallback TCP ping: {}", problem);
                }

                @Override
                public void refused(String problem) {
                    failed(problem);
                    streamRefused = true;
                    hurry();
                }
            });
        }

        /** Nobody listens there: unless one of the others has heard of it by now, it is gone. */
        private void hurry() {
            if (sequences.get(sequence) == this) {
                timer.cancel();
                timer = context.scheduler().after(Math.max(1, Math.min(timeout() / 2,
                        started + context.awareness().scaled(context.timing().probeInterval())
                                - context.scheduler().nanos())), this::giveUp);
            }
        }

        @Override
        public void acknowledged(byte[] payload) {
            finish();
            context.awareness().change(-1);
            long now = context.scheduler().nanos();
            if (direct && !node.gone()) {
                context.upper().onRoundTrip(node, now - started, payload);
            }
            ended(started);
        }

        @Override
        public void refused() {
            nacks++;
        }

        private void giveUp() {
            finish();
            if (streamAnswered) {
                context.awareness().change(-1);
                context.complaints().about("udp", "Was able to connect to {} over TCP but UDP probes failed, network may be"
                        + " misconfigured", node.name);
            } else {
                // others that do not even say that they failed: it may be us who hear nothing
                if (!streamRefused) {
                    context.awareness().change(nacksExpected > 0 ? Math.max(0, nacksExpected - nacks) : 1);
                }
                context.log().info("Suspect {} has failed, no acks received", node.name);
                membership.suspect(new Message.Suspect(node.incarnation, node.name, context.config().name()));
            }
            ended(started);
        }

        private void finish() {
            sequences.forget(sequence);
            timer.cancel();
        }
    }
}

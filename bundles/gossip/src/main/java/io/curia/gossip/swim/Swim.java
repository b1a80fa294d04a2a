package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MessageCodec;
import io.curia.gossip.wire.PacketCodec;
import io.curia.gossip.wire.StreamCodec;
import io.curia.gossip.wire.WireException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * A member of a pool.
 *
 * <p>States: made -&gt; started -&gt; left -&gt; stopped; started -&gt; stopped. One that left still answers and passes on, so
 * that the news of its leave spreads. Everything happens on the one thread of its scheduler and transport.
 */
public final class Swim implements Transport.Receiver {
    private final Context context;
    private final Disseminator out;
    private final Membership membership;
    private final Sequences sequences = new Sequences();
    private final Prober prober;
    private final Responder responder;
    private final StateSync sync;
    private boolean left;

    /** @param random for choices, not for secrets */
    public Swim(SwimConfig config, Scheduler scheduler, RandomGenerator random, Transport transport, PacketCodec packets,
            StreamCodec streams, Upper upper, Logger log) {
        context = new Context(config, scheduler, random, transport, packets, streams, upper, log);
        out = new Disseminator(context);
        membership = new Membership(context, out.queue());
        prober = new Prober(context, membership, out, sequences);
        responder = new Responder(context, out, sequences);
        sync = new StateSync(context, membership);
    }

    /** Becomes a member, of a pool of one. */
    public void start() {
        membership.proclaim();
        prober.start();
        sync.start();
    }

    public void stop() {
        prober.stop();
        sync.stop();
        out.stop();
    }

    /**
     * Exchanges everything with a member.
     *
     * @param newcomer whether what happened before is none of this member's business
     * @param done gets what went wrong, or null
     */
    public void join(InetSocketAddress address, boolean newcomer, Consumer<String> done) {
        sync.exchange(address, true, newcomer, done);
    }

    /** Tells everyone that this member goes. @param told when all have been told, as far as one can know */
    public void leave(Runnable told) {
        if (left || !membership.company()) {
            if (!left) {
                left = true;
                membership.leave(() -> { });
            }
            told.run();
        } else {
            left = true;
            membership.leave(told);
        }
    }

    /** Tells everyone what this member says of itself now. */
    public void refresh() {
        if (!left) {
            membership.proclaim();
        }
    }

    /** Sends a message of the layer above to one member. */
    public void send(InetSocketAddress to, byte[] body) {
        out.send(to, false, MessageCodec.encode(new Message.User(body)));
    }

    public void timing(Timing timing) {
        context.timing(timing);
    }

    public Timing timing() {
        return context.timing();
    }

    /** How healthy this member thinks it is itself; 0 is well. */
    public int healthScore() {
        return context.awareness().score();
    }

    /** How many members are known here, those that are gone but not forgotten among them. */
    public int size() {
        return context.members().size();
    }

    public boolean company() {
        return membership.company();
    }

    public Complaints complaints() {
        return context.complaints();
    }

    /** Everyone known here. For simulations, which would take long to introduce thousands to each other. */
    Members members() {
        return context.members();
    }

    @Override
    public void onPacket(InetSocketAddress from, byte[] buffer, int offset, int length) {
        try {
            context.packets().decode(buffer, offset, length, message -> dispatch(message, from));
        } catch (WireException e) {
            context.complaints().about("packet", "Dropped a packet of {} bytes from={}: {}", length, Membership.text(from),
                    e.getMessage());
        }
    }

    private void dispatch(Message message, InetSocketAddress from) {
        if (message instanceof Message.Ping ping) {
            responder.onPing(ping, from);
        } else if (message instanceof Message.IndirectPing ping) {
            responder.onIndirectPing(ping, from);
        } else if (message instanceof Message.Ack ack) {
            Sequences.Waiting waiting = sequences.get(ack.sequence());
            if (waiting != null) {
                waiting.acknowledged(ack.payload());
            }
        } else if (message instanceof Message.Nack nack) {
            Sequences.Waiting waiting = sequences.get(nack.sequence());
            if (waiting != null) {
                waiting.refused();
            }
        } else if (message instanceof Message.Suspect suspect) {
            membership.suspect(suspect);
        } else if (message instanceof Message.Alive alive) {
            membership.alive(alive);
        } else if (message instanceof Message.Dead dead) {
            membership.dead(dead);
        } else if (message instanceof Message.User user) {
            context.upper().onMessage(user.body(), from);
        }
    }

    @Override
    public byte[] onStream(InetSocketAddress from, Message request) {
        if (request instanceof Message.PushPull state) {
            return sync.onRequest(from, state);
        }
        if (request instanceof Message.Ping ping) {
            Message.Ack ack = responder.ack(ping, from);
            return ack == null ? null : context.streams().encode(ack);
        }
        if (request instanceof Message.User user) {
            context.upper().onMessage(user.body(), from);
        }
        return null;
    }
}

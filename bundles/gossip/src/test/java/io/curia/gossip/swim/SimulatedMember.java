package io.curia.gossip.swim;

import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.PacketCodec;
import io.curia.gossip.wire.StreamCodec;
import io.curia.gossip.wire.WireException;
import io.curia.gossip.wire.Wrapping;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.helpers.NOPLogger;

/** A member in a simulation: the real engine, and a process around it that may stop for a while or for ever. */
final class SimulatedMember implements Transport, Scheduler {
    private static final Wrapping WRAPPING = new Wrapping(new Keyring(List.of(), null), false, true, true);
    private static final StreamCodec STREAMS = new StreamCodec(WRAPPING);
    private final SimulatedNetwork network;
    private final SwimConfig config;
    private final Swim swim;
    private boolean dead;
    private long asleepUntil;
    private LongSupplier backlog = () -> 0;

    SimulatedMember(SwimConfig config, SimulatedNetwork network, SplittableRandom random,
            Function<SimulatedMember, Upper> upper) {
        this.config = config;
        this.network = network;
        swim = new Swim(config, this, random, this, new PacketCodec(WRAPPING), STREAMS, upper.apply(this), NOPLogger.NOP_LOGGER);
        network.add(this);
    }

    static Message decode(byte[] bytes) {
        try {
            return STREAMS.decoder().poll(bytes, bytes.length);
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    Swim swim() {
        return swim;
    }

    String name() {
        return config.name();
    }

    InetSocketAddress address() {
        return config.address();
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    /** How long a packet lies about before this member gets to it. */
    void backlog(LongSupplier nanos) {
        backlog = nanos;
    }

    /** What has come in is dealt with, when this member gets to it. */
    void receive(Runnable task) {
        long lies = backlog.getAsLong();
        if (lies > 0) {
            network.time.after(lies, () -> whenAwake(task));
        } else {
            whenAwake(task);
        }
    }

    /** The process stops for a while; what comes in waits. */
    void sleep(long nanos) {
        asleepUntil = Math.max(asleepUntil, network.time.now() + nanos);
    }

    void whenAwake(Runnable task) {
        if (dead) {
            return;
        }
        if (asleepUntil > network.time.now()) {
            network.time.after(asleepUntil - network.time.now(), () -> whenAwake(task));
        } else {
            task.run();
        }
    }

    /** Knows another one without having been introduced. */
    void know(SimulatedMember other) {
        Node self = other.swim.members().get(other.name());
        Node node = new Node(self.name, self.address, self.meta, self.versions, Node.State.ALIVE, 0);
        node.incarnation = self.incarnation;
        swim.members().add(node);
    }

    @Override
    public long nanos() {
        return network.time.now();
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        SimulatedTime.Due[] due = new SimulatedTime.Due[1];
        boolean[] cancelled = new boolean[1];
        due[0] = network.time.after(nanos, () -> whenAwake(() -> {
            if (!cancelled[0]) {
                task.run();
            }
        }));
        return () -> {
            cancelled[0] = true;
            due[0].cancel();
        };
    }

    @Override
    public void send(InetSocketAddress to, byte[] packet) {
        network.send(this, to, packet);
    }

    @Override
    public void exchange(InetSocketAddress to, byte[] request, long timeoutNanos, Exchange exchange) {
        network.exchange(this, to, request, timeoutNanos, exchange);
    }
}

package io.curia.gossip.swim;

import io.curia.gossip.wire.PacketCodec;
import io.curia.gossip.wire.StreamCodec;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/** What the parts of one engine share. */
final class Context {
    private final SwimConfig config;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Transport transport;
    private final PacketCodec packets;
    private final StreamCodec streams;
    private final Upper upper;
    private final Logger log;
    private final Members members;
    private final Awareness awareness;
    private final Complaints complaints;
    private Timing timing;

    Context(SwimConfig config, Scheduler scheduler, RandomGenerator random, Transport transport, PacketCodec packets,
            StreamCodec streams, Upper upper, Logger log) {
        this.config = config;
        this.scheduler = scheduler;
        this.random = random;
        this.transport = transport;
        this.packets = packets;
        this.streams = streams;
        this.upper = upper;
        this.log = log;
        this.members = new Members(random);
        this.awareness = new Awareness(config.lifeguard().awareness());
        this.complaints = new Complaints(log, scheduler);
        this.timing = config.timing();
    }

    SwimConfig config() {
        return config;
    }

    boolean self(String name) {
        return config.name().equals(name);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    RandomGenerator random() {
        return random;
    }

    Transport transport() {
        return transport;
    }

    PacketCodec packets() {
        return packets;
    }

    StreamCodec streams() {
        return streams;
    }

    Upper upper() {
        return upper;
    }

    Logger log() {
        return log;
    }

    Complaints complaints() {
        return complaints;
    }

    Members members() {
        return members;
    }

    Awareness awareness() {
        return awareness;
    }

    Timing timing() {
        return timing;
    }

    void timing(Timing next) {
        timing = next;
    }
}

package io.curia.gossip.swim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A pool of simulated members, all of whom know each other, from a seed. The same seed gives the same run. */
final class Simulation implements Spectator.Observer {
    static final long SECOND = 1_000_000_000L;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedNetwork network;
    final List<SimulatedMember> members = new ArrayList<>();
    final SplittableRandom random;
    private final Set<String> knownDead = new HashSet<>();
    /** How often a member that lives and is not slow was declared dead by a member. */
    int falsePositives;
    /** By one that was not slow itself. */
    int falsePositivesAtHealthy;
    /** Who declared the victim dead, and when. */
    private final List<Long> detections = new ArrayList<>();
    private final Set<SimulatedMember> slow = new HashSet<>();
    private final Set<String> slowNames = new HashSet<>();
    private long victimDied;

    Simulation(int size, long seed, Timing timing, Lifeguard lifeguard) {
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(time, random.split());
        for (int i = 0; i < size; i++) {
            members.add(new SimulatedMember(new SwimConfig("n" + i, address(i), timing, lifeguard, any -> true), network,
                    random.split(), member -> new Spectator(member, this)));
        }
        members.forEach(member -> member.swim().start());
    }

    static InetSocketAddress address(int i) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8),
                (byte) i}), 8301);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everybody knows everybody, and what there was to tell has been told. */
    Simulation introduced() {
        for (SimulatedMember member : members) {
            for (SimulatedMember other : members) {
                if (other != member) {
                    member.know(other);
                }
            }
        }
        run(10);
        network.packets = 0;
        network.bytes = 0;
        return this;
    }

    void run(double seconds) {
        time.runFor((long) (seconds * SECOND));
    }

    void kill(SimulatedMember victim) {
        victim.die();
        knownDead.add(victim.name());
        victimDied = time.now();
        detections.clear();
    }

    /** What comes to some members lies about for a while before they get to it; their timers run as ever. */
    void slow(int count, long leastNanos, long mostNanos) {
        for (SimulatedMember member : members.subList(0, count)) {
            slow.add(member);
            slowNames.add(member.name());
            member.backlog(() -> leastNanos + random.nextLong(mostNanos - leastNanos + 1));
        }
    }

    @Override
    public void gone(SimulatedMember by, String name) {
        if (knownDead.contains(name)) {
            detections.add(time.now() - victimDied);
        } else if (!slowNames.contains(name)) {
            falsePositives++;
            falsePositivesAtHealthy += slow.contains(by) ? 0 : 1;
        }
    }

    /** Seconds until the first, or until the last, of those who live knew; -1 when not all know. */
    double firstDetection() {
        return detections.isEmpty() ? -1 : (double) detections.get(0) / SECOND;
    }

    double lastDetection() {
        return detections.size() < members.size() - knownDead.size() ? -1
                : (double) detections.get(detections.size() - 1) / SECOND;
    }

    double packetsPerMemberSecond(double seconds) {
        return network.packets / seconds / members.size();
    }

    double bytesPerMemberSecond(double seconds) {
        return network.bytes / seconds / members.size();
    }
}

package io.curia.gossip.swim;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What carries packets between simulated members: late, not always, and not everywhere. Counts them. */
final class SimulatedNetwork {
    final SimulatedTime time;
    private final SplittableRandom random;
    private final Map<InetSocketAddress, SimulatedMember> members = new HashMap<>();
    private Cut cut = (from, to) -> false;
    private double loss;
    private long leastDelay = 200_000;
    private long mostDelay = 1_500_000;
    long packets;
    long bytes;

    /** What does not get through. */
    interface Cut {
        boolean between(SimulatedMember from, SimulatedMember to);
    }

    SimulatedNetwork(SimulatedTime time, SplittableRandom random) {
        this.time = time;
        this.random = random;
    }

    void add(SimulatedMember member) {
        members.put(member.address(), member);
    }

    void loss(double share) {
        loss = share;
    }

    void delay(long least, long most) {
        leastDelay = least;
        mostDelay = most;
    }

    void cut(Cut next) {
        cut = next;
    }

    private long delay() {
        return leastDelay + random.nextLong(mostDelay - leastDelay + 1);
    }

    void send(SimulatedMember from, InetSocketAddress to, byte[] packet) {
        packets++;
        bytes += packet.length;
        SimulatedMember target = members.get(to);
        if (target == null || random.nextDouble() < loss || cut.between(from, target)) {
            return;
        }
        time.after(delay(), () -> target.receive(() -> target.swim().onPacket(from.address(), packet, 0, packet.length)));
    }

    /** Streams are reliable, as long as there is a way both ways. */
    void exchange(SimulatedMember from, InetSocketAddress to, byte[] request, long timeout, Transport.Exchange exchange) {
        SimulatedMember target = members.get(to);
        boolean[] over = new boolean[1];
        if (target == null || target.dead() || cut.between(from, target) || cut.between(target, from)) {
            time.after(timeout, () -> from.whenAwake(() -> exchange.failed("i/o timeout")));
            return;
        }
        time.after(timeout, () -> from.whenAwake(() -> {
            if (!over[0]) {
                over[0] = true;
                exchange.failed("i/o timeout");
            }
        }));
        time.after(2 * delay(), () -> target.receive(() -> {
            byte[] reply = target.swim().onStream(from.address(), SimulatedMember.decode(request));
            if (reply != null) {
                time.after(delay(), () -> from.receive(() -> {
                    if (!over[0]) {
                        over[0] = true;
                        exchange.answered(SimulatedMember.decode(reply));
                    }
                }));
            }
        }));
    }
}

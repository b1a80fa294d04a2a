package io.curia.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One thing that goes wrong.
 *
 * @param order the servers in a random order: the fault is about the first, or the first few
 * @param leader whether whoever leads at the time takes the first place
 * @param jump how far a clock jumps, zero if none does
 */
record Fault(Kind kind, List<Integer> order, boolean leader, Duration jump) {
    /** What a machine may have or not. */
    enum Means {
        /** A {@link Sandbox}. */
        SANDBOX,
        /** Clocks that can be set. */
        CLOCKS
    }

    /** Kinds, with what they need and how often they come. */
    enum Kind {
        /** One server is killed, and started at the end. */
        KILL(3, 3),
        /** All are killed at once, and started at the end. */
        KILL_ALL(1, 3),
        /** One server is told to end, and started at the end. */
        RESTART(1, 3),
        /** One server stands still. */
        PAUSE(3, 3),
        /** A minority is cut off from the rest. */
        HALVES(3, 3, Means.SANDBOX),
        /** Two halves, and one server that is in both. */
        BRIDGE(2, 4, Means.SANDBOX),
        /** Each reaches a majority, and no two the same. */
        RING(2, 5, Means.SANDBOX),
        /** One hears the others and is not heard, or the other way round. */
        ONE_WAY(3, 3, Means.SANDBOX),
        /** Two servers do not reach each other. */
        LINK(2, 3, Means.SANDBOX),
        /** Packets are lost. */
        LOSS(1, 3, Means.SANDBOX),
        /** What one server sends takes long. */
        SLOW(2, 3, Means.SANDBOX),
        /** The disk of {@link Disk}'s server is full. */
        FULL_DISK(1, 3, Means.SANDBOX),
        /** The wall clock of one server jumps, and back at the end. */
        CLOCK(2, 3, Means.CLOCKS);

        private final int weight;
        private final int servers;
        private final Set<Means> needs = EnumSet.noneOf(Means.class);

        Kind(int weight, int servers, Means... needs) {
            this.weight = weight;
            this.servers = servers;
            this.needs.addAll(Arrays.asList(needs));
        }

        int weight() {
            return weight;
        }

        boolean isPossible(int servers, Set<Means> means) {
            return servers >= this.servers && means.containsAll(needs);
        }

        static List<Kind> possible(int servers, Set<Means> means) {
            return Arrays.stream(values()).filter(kind -> kind.isPossible(servers, means)).toList();
        }
    }

    @Override
    public String toString() {
        return kind + " " + order.stream().map(i -> "n" + (i + 1)).toList() + (leader ? " leader first" : "")
                + (jump.isZero() ? "" : " by " + jump.toSeconds() + " s");
    }
}

package io.curia.faults;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that goes wrong.
 *
 * @param order the servers in a random order: the fault is about the first, or the first few
 * @param leader whether whoever leads at the time takes the first place
 */
record Fault(Kind kind, List<Integer> order, boolean leader) {
    /** Kinds, with what they need and how often they come. */
    enum Kind {
        /** One server is killed, and started at the end. */
        KILL(3, 3, false),
        /** All are killed at once, and started at the end. */
        KILL_ALL(1, 3, false),
        /** One server is told to end, and started at the end. */
        RESTART(1, 3, false),
        /** One server stands still. */
        PAUSE(3, 3, false),
        /** A minority is cut off from the rest. */
        HALVES(3, 3, true),
        /** Two halves, and one server that is in both. */
        BRIDGE(2, 4, true),
        /** Each reaches a majority, and no two the same. */
        RING(2, 5, true),
        /** One hears the others and is not heard, or the other way round. */
        ONE_WAY(3, 3, true),
        /** Two servers do not reach each other. */
        LINK(2, 3, true),
        /** Packets are lost. */
        LOSS(1, 3, true),
        /** What one server sends takes long. */
        SLOW(2, 3, true),
        /** The disk of {@link Disk}'s server is full. */
        FULL_DISK(1, 3, true);

        private final int weight;
        private final int servers;
        private final boolean sandbox;

        Kind(int weight, int servers, boolean sandbox) {
            this.weight = weight;
            this.servers = servers;
            this.sandbox = sandbox;
        }

        int weight() {
            return weight;
        }

        boolean isPossible(int servers, boolean hasSandbox) {
            return servers >= this.servers && (hasSandbox || !sandbox);
        }

        static List<Kind> possible(int servers, boolean hasSandbox) {
            return Arrays.stream(values()).filter(kind -> kind.isPossible(servers, hasSandbox)).toList();
        }
    }

    @Override
    public String toString() {
        return kind + " " + order.stream().map(i -> "n" + (i + 1)).toList() + (leader ? " leader first" : "");
    }
}

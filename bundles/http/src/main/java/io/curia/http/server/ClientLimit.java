package io.curia.http.server;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** Counts connections by client address. Thread-safe. Addresses without connections are forgotten. */
final class ClientLimit {
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();
    private volatile int most;

    /** No limit when 0 or less. */
    void setMost(int connections) {
        most = connections;
    }

    /** Counts a connection; false when the client has enough of them. */
    boolean enter(InetAddress client) {
        int limit = most <= 0 ? Integer.MAX_VALUE : most;
        int[] refused = new int[1];
        counts.compute(client, (address, count) -> {
            int present = count == null ? 0 : count;
            if (present >= limit) {
                refused[0] = 1;
                return count;
            }
            return present + 1;
        });
        return refused[0] == 0;
    }

    /** A counted connection has ended. */
    void leave(InetAddress client) {
        counts.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }

    int count(InetAddress client) {
        return counts.getOrDefault(client, 0);
    }
}

package io.curia.gossip.serf;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What the layers of Serf say to each other, inside of memberlist's messages. */
sealed interface SerfMessage {
    int LEAVE = 0;
    int JOIN = 1;
    int PUSH_PULL = 2;
    int USER_EVENT = 3;
    int QUERY = 4;
    int QUERY_RESPONSE = 5;
    int CONFLICT_RESPONSE = 6;
    int KEY_REQUEST = 7;
    int KEY_RESPONSE = 8;
    int RELAY = 9;

    /** A member means to leave; or others say so of one that failed. */
    record Leave(long time, String node, boolean prune) implements SerfMessage { }

    /** A member means to stay. */
    record Join(long time, String node) implements SerfMessage { }

    record UserEvent(long time, String name, byte[] payload, boolean coalesce) implements SerfMessage { }

    record Query(long time, long id, byte[] addr, int port, String sourceNode, List<byte[]> filters, long flags,
            int relayFactor, long timeoutNanos, String name, byte[] payload) implements SerfMessage {
        static final long ACK = 1;
        static final long NO_BROADCAST = 2;
    }

    record QueryResponse(long time, long id, String from, long flags, byte[] payload) implements SerfMessage {
        static final long ACK = 1;
    }

    /** Pass the inner message on to a member. */
    record Relay(InetSocketAddress to, String name, byte[] inner) implements SerfMessage { }

    /** The events of one time. */
    record EventsAt(long time, List<Event> events) { }

    /** An event, of which the time is known. */
    record Event(String name, byte[] payload) { }

    record PushPull(long time, Map<String, Long> statusTimes, List<String> left, long eventTime, List<EventsAt> events,
            long queryTime) implements SerfMessage { }
}

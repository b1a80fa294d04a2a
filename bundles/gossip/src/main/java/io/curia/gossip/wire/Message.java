package io.curia.gossip.wire;

import java.util.List;

/** What members say to each other (memberlist's messages). Addresses are 4 or 16 bytes; incarnations and sequence numbers unsigned. */
public sealed interface Message {
    int PING = 0;
    int INDIRECT_PING = 1;
    int ACK = 2;
    int SUSPECT = 3;
    int ALIVE = 4;
    int DEAD = 5;
    int PUSH_PULL = 6;
    int COMPOUND = 7;
    int USER = 8;
    int COMPRESS = 9;
    int ENCRYPT = 10;
    int NACK = 11;
    int CRC = 12;
    int ERROR = 13;
    int LABEL = 244;

    /** Are you there? Meant for {@code node}; the source fields may be empty: answer where it came from. */
    record Ping(long sequence, String node, byte[] sourceAddr, int sourcePort, String sourceNode) implements Message { }

    /** Ping the target for me. */
    record IndirectPing(long sequence, byte[] target, int port, String node, boolean nack, byte[] sourceAddr,
            int sourcePort, String sourceNode) implements Message { }

    /** I am here. */
    record Ack(long sequence, byte[] payload) implements Message { }

    /** I did ping for you, but have not heard anything in time. */
    record Nack(long sequence) implements Message { }

    /** {@code from} does not reach {@code node}. */
    record Suspect(long incarnation, String node, String from) implements Message { }

    /** A member and how to reach it. {@code versions}: protocol least, most, spoken, and the delegate's three. */
    record Alive(long incarnation, String node, byte[] addr, int port, byte[] meta, byte[] versions)
            implements Message { }

    /** {@code node} is gone; from itself: it left. */
    record Dead(long incarnation, String node, String from) implements Message { }

    /** For the layer above. */
    record User(byte[] body) implements Message { }

    /** Why a stream was refused. */
    record Refusal(String error) implements Message { }

    /** Everything one side knows. */
    record PushPull(boolean join, List<NodeEntry> nodes, byte[] userState) implements Message { }

    /** A member in a push/pull. */
    record NodeEntry(String name, byte[] addr, int port, byte[] meta, long incarnation, int state, byte[] versions) {
        public static final int ALIVE = 0;
        public static final int SUSPECT = 1;
        public static final int DEAD = 2;
        public static final int LEFT = 3;
    }
}

package io.curia.rpc.yamux;

import java.nio.ByteBuffer;

/**
 * The header of a frame: version (8 bits, 0), type (8), flags (16), stream (32), length (32), big endian. The length is a
 * data frame's payload, a window update's increment, a ping's identifier, a go-away's reason.
 */
final class Frame {
    static final int HEADER = 12;

    static final int DATA = 0;
    static final int WINDOW_UPDATE = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    static final int NORMAL = 0;
    static final int PROTOCOL_ERROR = 1;

    private Frame() { }

    static void put(ByteBuffer out, int type, int flags, int stream, int length) {
        out.putShort((short) type).putShort((short) flags).putInt(stream).putInt(length);
    }
}

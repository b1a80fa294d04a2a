package io.curia.rpc.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The numbers of RFC 9113, and the rules that look at one frame alone. */
final class Http2 {
    static final int HEAD = 9;
    /** The largest payload that either side sends, as neither asks for more. */
    static final int MAX_PAYLOAD = 16 * 1024;
    /** Of every window until somebody says otherwise. */
    static final int WINDOW = 65_535;
    static final long MAX_WINDOW = Integer.MAX_VALUE;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY_FIELDS = 0x20;

    static final int NO_ERROR = 0;
    static final int PROTOCOL_ERROR = 1;
    static final int FLOW_CONTROL_ERROR = 3;
    static final int STREAM_CLOSED = 5;
    static final int FRAME_SIZE_ERROR = 6;
    static final int REFUSED_STREAM = 7;
    static final int COMPRESSION_ERROR = 9;
    static final int ENHANCE_YOUR_CALM = 11;

    static final int MAX_CONCURRENT_STREAMS_SETTING = 3;
    static final int INITIAL_WINDOW_SIZE_SETTING = 4;
    static final int MAX_FRAME_SIZE_SETTING = 5;
    static final int MAX_HEADER_LIST_SIZE_SETTING = 6;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Http2() { }

    /** What a client begins with. */
    static ByteBuffer preface() {
        return ByteBuffer.wrap(PREFACE).asReadOnlyBuffer();
    }

    /** Appends the head of a frame. */
    static void head(ByteBuffer out, int length, int type, int flags, int stream) {
        out.put((byte) (length >> 16)).putShort((short) length).put((byte) type).put((byte) flags).putInt(stream);
    }

    /** Takes the padding off a payload. */
    static void unpad(int flags, ByteBuffer payload) throws Http2Exception {
        if ((flags & PADDED) != 0) {
            checkLength(payload.hasRemaining());
            int padding = payload.get() & 0xFF;
            if (padding > payload.remaining()) {
                throw new Http2Exception(PROTOCOL_ERROR, "padding exceeds its frame");
            }
            payload.limit(payload.limit() - padding);
        }
    }

    static void checkConnection(int id) throws Http2Exception {
        if (id != 0) {
            throw new Http2Exception(PROTOCOL_ERROR, "a stream's frame that is the connection's");
        }
    }

    static void checkLength(boolean right) throws Http2Exception {
        if (!right) {
            throw new Http2Exception(FRAME_SIZE_ERROR, "a frame of a wrong length");
        }
    }

    static void checkWindow(boolean right) throws Http2Exception {
        if (!right) {
            throw new Http2Exception(FLOW_CONTROL_ERROR, "a window beyond its bounds");
        }
    }
}

package io.curia.checks.grpc;

import io.curia.api.net.NetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Cuts a stream of bytes into HTTP/2 frames; a frame's payload has at most {@value #MAX_PAYLOAD} bytes. */
final class FrameReader {
    static final int MAX_PAYLOAD = 16 * 1024;
    static final int HEAD = 9;
    static final byte DATA = 0;
    static final byte HEADERS = 1;
    static final byte RST_STREAM = 3;
    static final byte SETTINGS = 4;
    static final byte PING = 6;
    static final byte GOAWAY = 7;
    static final byte CONTINUATION = 9;
    static final int ACK = 1;

    private final ByteBuffer buffer = ByteBuffer.allocate(HEAD + MAX_PAYLOAD);
    private final Consumer consumer;

    /** Takes one frame; the payload is valid during the call. */
    interface Consumer {
        void frame(byte type, int flags, int stream, ByteBuffer payload) throws IOException;
    }

    FrameReader(Consumer consumer) {
        this.consumer = consumer;
    }

    void read(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int count = Math.min(data.remaining(), buffer.remaining());
            buffer.put(data.slice(data.position(), count));
            data.position(data.position() + count);
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.remaining() >= HEAD) {
            int start = buffer.position();
            int length = (buffer.get(start) & 0xff) << 16 | buffer.getShort(start + 1) & 0xffff;
            if (length > MAX_PAYLOAD) {
                throw new NetworkException("http2: frame too large");
            }
            if (buffer.remaining() < HEAD + length) {
                break;
            }
            ByteBuffer payload = buffer.slice(start + HEAD, length);
            consumer.frame(buffer.get(start + 3), buffer.get(start + 4) & 0xff,
                    buffer.getInt(start + 5) & 0x7fffffff, payload);
            buffer.position(start + HEAD + length);
        }
        buffer.compact();
    }

    /** Appends the head of a frame. */
    static void head(ByteBuffer out, int length, byte type, int flags, int stream) {
        out.put((byte) (length >> 16)).putShort((short) length).put(type).put((byte) flags).putInt(stream);
    }

    /** A whole frame. */
    static ByteBuffer frame(byte type, int flags, int stream, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + payload.remaining());
        head(out, payload.remaining(), type, flags, stream);
        return out.put(payload.duplicate()).flip();
    }
}

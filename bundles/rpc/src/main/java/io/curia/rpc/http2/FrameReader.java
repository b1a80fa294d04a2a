package io.curia.rpc.http2;

import java.nio.ByteBuffer;

/** Cuts a stream of bytes into frames. Keeps at most one that is not complete. */
final class FrameReader {
    private final ByteBuffer head = ByteBuffer.allocate(Http2.HEAD);
    private final Consumer consumer;
    /** Collects a payload that comes in pieces; made when the first one does. */
    private ByteBuffer pieces;
    private int length = -1;

    /** Takes one frame; the payload is valid during the call. */
    interface Consumer {
        void frame(int type, int flags, int stream, ByteBuffer payload) throws Http2Exception;
    }

    FrameReader(Consumer consumer) {
        this.consumer = consumer;
    }

    /** Takes all of the data, unless a frame is refused. */
    void read(ByteBuffer data) throws Http2Exception {
        while (data.hasRemaining()) {
            if (length < 0) {
                readHead(data);
            }
            if (length >= 0) {
                readPayload(data);
            }
        }
    }

    private void readHead(ByteBuffer data) throws Http2Exception {
        while (head.hasRemaining() && data.hasRemaining()) {
            head.put(data.get());
        }
        if (!head.hasRemaining()) {
            length = (head.get(0) & 0xFF) << 16 | head.getShort(1) & 0xFFFF;
            if (length > Http2.MAX_PAYLOAD) {
                throw new Http2Exception(Http2.FRAME_SIZE_ERROR, "a frame of " + length + " bytes");
            }
        }
    }

    private void readPayload(ByteBuffer data) throws Http2Exception {
        boolean whole = pieces == null || pieces.position() == 0;
        if (whole && data.remaining() >= length) {
            ByteBuffer payload = data.slice(data.position(), length);
            data.position(data.position() + length);
            pass(payload);
            return;
        }
        if (pieces == null) {
            pieces = ByteBuffer.allocate(Http2.MAX_PAYLOAD);
        }
        int count = Math.min(length - pieces.position(), data.remaining());
        pieces.put(data.slice(data.position(), count));
        data.position(data.position() + count);
        if (pieces.position() == length) {
            pass(pieces.flip());
            pieces.clear();
        }
    }

    private void pass(ByteBuffer payload) throws Http2Exception {
        int type = head.get(3) & 0xFF;
        int flags = head.get(4) & 0xFF;
        int stream = head.getInt(5) & 0x7FFF_FFFF;
        head.clear();
        length = -1;
        consumer.frame(type, flags, stream, payload);
    }
}

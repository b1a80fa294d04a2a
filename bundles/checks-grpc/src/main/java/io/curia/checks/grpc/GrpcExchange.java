package io.curia.checks.grpc;

import io.curia.api.check.ProbeResult;
import io.curia.api.net.Connection;
import io.curia.api.net.EventLoop;
import io.curia.api.net.Exchange;
import io.curia.api.net.NetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** One call on one HTTP/2 connection. */
final class GrpcExchange extends Exchange<ProbeResult> implements FrameReader.Consumer {
    private static final int MAX_FIELDS = 16 * 1024;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;

    private final String target;
    private final ByteBuffer request;
    private final FrameReader reader = new FrameReader(this);
    private final HpackDecoder fields = new HpackDecoder(MAX_FIELDS, System::nanoTime);
    private final ByteBuffer block = ByteBuffer.allocate(MAX_FIELDS);
    private final ByteBuffer data = ByteBuffer.allocate(1024);
    private boolean connected;
    private boolean lastBlock;
    private int httpStatus = 200;
    private String grpcStatus = "";
    private String grpcMessage = "";
    private Connection connection;

    GrpcExchange(EventLoop loop, Duration timeout, String target, ByteBuffer request) {
        super(loop, timeout);
        this.target = target;
        this.request = request;
    }

    @Override
    public void connected(Connection made) throws IOException {
        connected = true;
        connection = made;
        made.send(request.duplicate());
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) throws IOException {
        reader.read(bytes);
    }

    @Override
    public void frame(byte type, int flags, int stream, ByteBuffer payload) throws IOException {
        if (isDone()) {
            return;
        }
        switch (type) {
            case FrameReader.SETTINGS, FrameReader.PING -> {
                if ((flags & FrameReader.ACK) == 0) {
                    ByteBuffer answer = type == FrameReader.PING ? payload : ByteBuffer.allocate(0);
                    connection.send(FrameReader.frame(type, FrameReader.ACK, 0, answer));
                }
            }
            case FrameReader.HEADERS -> {
                unpad(flags, payload);
                if ((flags & PRIORITY) != 0) {
                    skip(payload, 5);
                }
                block.clear();
                lastBlock = (flags & END_STREAM) != 0;
                addToBlock(flags, payload);
            }
            case FrameReader.CONTINUATION -> addToBlock(flags, payload);
            case FrameReader.DATA -> {
                unpad(flags, payload);
                // one message of a few bytes is expected; more than the buffer holds is none of ours
                int count = Math.min(payload.remaining(), data.remaining());
                data.put(payload.slice(payload.position(), count));
                if ((flags & END_STREAM) != 0) {
                    end();
                }
            }
            case FrameReader.RST_STREAM -> fail(GrpcStatus.INTERNAL, "stream terminated by RST_STREAM with error code: "
                    + (payload.remaining() < 4 ? 0 : payload.getInt(payload.position())));
            case FrameReader.GOAWAY -> fail(GrpcStatus.UNAVAILABLE, "transport is closing");
            default -> { }
        }
    }

    private static void unpad(int flags, ByteBuffer payload) throws IOException {
        if ((flags & PADDED) != 0) {
            int padding = payload.hasRemaining() ? payload.get() & 0xff : 0;
            if (padding > payload.remaining()) {
                throw new NetworkException("http2: padding exceeds the frame");
            }
            payload.limit(payload.limit() - padding);
        }
    }

    private static void skip(ByteBuffer payload, int count) throws IOException {
        if (payload.remaining() < count) {
            throw new NetworkException("http2: frame too short");
        }
        payload.position(payload.position() + count);
    }

    private void addToBlock(int flags, ByteBuffer payload) throws IOException {
        if (payload.remaining() > block.remaining()) {
            throw new NetworkException("http2: response header list larger than advertised limit");
        }
        block.put(payload);
        if ((flags & END_HEADERS) != 0) {
            block.flip();
            decode();
            if (lastBlock) {
                end();
            }
        }
    }

    private void decode() throws IOException {
        MetaData decoded;
        try {
            decoded = fields.decode(block);
        } catch (HpackException.SessionException | HpackException.StreamException e) {
            throw new NetworkException("http2: invalid headers: " + e.getMessage());
        }
        if (decoded instanceof MetaData.Response response) {
            httpStatus = response.getStatus();
        }
        HttpFields all = decoded.getHttpFields();
        grpcStatus = all.get("grpc-status") == null ? grpcStatus : all.get("grpc-status");
        grpcMessage = all.get("grpc-message") == null ? grpcMessage : all.get("grpc-message");
    }

    private void end() {
        if (grpcStatus.isEmpty() && httpStatus != 200) {
            fail(GrpcStatus.ofHttp(httpStatus), "unexpected HTTP status code received from server: " + httpStatus);
        } else if (grpcStatus.isEmpty()) {
            fail(GrpcStatus.INTERNAL, "server closed the stream without sending trailers");
        } else if (!grpcStatus.equals("0")) {
            fail(code(grpcStatus), GrpcStatus.decode(grpcMessage));
        } else {
            String serving = HealthCall.servingStatus(data.flip());
            if (serving.equals("SERVING")) {
                complete(ProbeResult.passing("gRPC check " + target + ": success"));
            } else if (serving.isEmpty()) {
                fail(GrpcStatus.INTERNAL, "malformed health check response");
            } else {
                complete(ProbeResult.critical("gRPC " + target + " serving status: " + serving));
            }
        }
    }

    private static int code(String status) {
        try {
            return Integer.parseInt(status);
        } catch (NumberFormatException e) {
            return GrpcStatus.UNKNOWN;
        }
    }

    private void fail(int code, String description) {
        complete(ProbeResult.critical(GrpcStatus.error(code, description)));
    }

    @Override
    protected ProbeResult broken(IOException cause) {
        String description = connected ? "error reading from server: " + cause.getMessage()
                : "connection error: desc = \"transport: Error while dialing " + cause.getMessage() + "\"";
        return ProbeResult.critical(GrpcStatus.error(GrpcStatus.UNAVAILABLE, description));
    }

    @Override
    protected ProbeResult timedOut() {
        return ProbeResult.critical(GrpcStatus.error(GrpcStatus.DEADLINE_EXCEEDED, "context deadline exceeded"));
    }
}

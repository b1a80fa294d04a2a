package io.curia.rpc.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * TLS between a link's socket and its owner. What comes in is decrypted on the loop; what goes out is encrypted by whoever holds
 * the link's writer's role. States: shaking hands, up. While it shakes hands only the loop makes it write, so that
 * one thread alone drives the handshake.
 */
public final class TlsLayer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final int prefix;
    private SocketLink link;
    private ByteBuffer encrypted;
    private ByteBuffer decrypted;
    private ByteBuffer plain;
    private boolean prefixSent;
    private volatile boolean up;

    /**
     * TLS by an engine that is set up for one side.
     *
     * @param prefix a byte to be sent in the clear first; -1 for none
     */
    public TlsLayer(SSLEngine engine, int prefix) {
        this.engine = engine;
        this.prefix = prefix;
        this.prefixSent = prefix < 0;
        this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    boolean isUp() {
        return up;
    }

    /** The engine, for what was agreed on and who the peer is. */
    public SSLEngine engine() {
        return engine;
    }

    void begin(SocketLink its) throws IOException {
        link = its;
        engine.beginHandshake();
        advance();
    }

    void received(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            int count = Math.min(encrypted.remaining(), data.remaining());
            encrypted.put(encrypted.position(), data, data.position(), count);
            encrypted.position(encrypted.position() + count);
            data.position(data.position() + count);
            int before = encrypted.position();
            advance();
            if (link.isClosed()) {
                data.position(data.limit());
            } else if (encrypted.position() == before && !encrypted.hasRemaining()) {
                encrypted = ByteBuffer.allocate(encrypted.capacity() * 2).put(encrypted.flip());
            }
        }
    }

    /** Works off what has been received and what the handshake wants, until more input is needed. */
    private void advance() throws IOException {
        boolean more = true;
        while (more && !link.isClosed()) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                link.flush();
                more = engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
            } else {
                more = unwrap();
            }
            if (!up && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                up = true;
                link.opened();
            }
        }
    }

    private boolean unwrap() throws IOException {
        encrypted.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(encrypted, decrypted.clear());
        } finally {
            encrypted.compact();
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            return true;
        }
        if (!up && result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            up = true;
            link.opened();
        }
        if (decrypted.position() > 0) {
            link.deliver(decrypted.flip());
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            link.deliverEnd();
            return false;
        }
        return result.getStatus() == SSLEngineResult.Status.OK && (encrypted.position() > 0 || result.bytesConsumed() == 0
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Puts records into the buffer as long as there is room for one and something to send. */
    void fill(ByteBuffer out, boolean ending) throws IOException {
        if (!prefixSent) {
            prefixSent = true;
            out.put((byte) prefix);
        }
        if (link == null) {
            return;
        }
        int record = engine.getSession().getPacketBufferSize();
        boolean more = true;
        while (more && out.remaining() >= record) {
            more = wrap(out, ending);
        }
    }

    private boolean wrap(ByteBuffer out, boolean ending) throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            return engine.wrap(NOTHING.duplicate(), out).bytesProduced() > 0;
        }
        if (!up) {
            return false;
        }
        if (plain == null) {
            plain = ByteBuffer.allocate(16 * 1024).flip();
        }
        if (!plain.hasRemaining()) {
            plain.clear();
            link.fillPlain(plain);
            plain.flip();
        }
        if (plain.hasRemaining()) {
            SSLEngineResult result = engine.wrap(plain, out);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new IOException("TLS before 1.3 sends no more when the peer has ended its side");
            }
            return result.bytesProduced() > 0;
        }
        if (ending && !engine.isOutboundDone()) {
            engine.closeOutbound();
            return engine.wrap(NOTHING.duplicate(), out).bytesProduced() > 0;
        }
        return false;
    }
}

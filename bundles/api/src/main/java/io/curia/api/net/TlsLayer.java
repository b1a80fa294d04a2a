package io.curia.api.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS between a connection's channel and its listener: client side, on the loop only. */
final class TlsLayer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final SSLEngine engine;
    private final String name;
    private ByteBuffer encrypted;
    private boolean handshaken;

    TlsLayer(Connection connection, TlsSettings settings, HostPort target) throws IOException {
        this.connection = connection;
        this.name = settings.serverName().isEmpty() ? target.host() : settings.serverName();
        try {
            engine = settings.context().createSSLEngine(name, target.port());
        } catch (GeneralSecurityException e) {
            throw new NetworkException("tls: " + NetworkException.reason(e));
        }
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (!settings.skipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!Dialer.isLiteral(name)) {
            parameters.setServerNames(serverNames(name));
        }
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        engine.setSSLParameters(parameters);
        encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    private static List<javax.net.ssl.SNIServerName> serverNames(String name) throws NetworkException {
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {
            throw new NetworkException("tls: invalid server name " + name);
        }
    }

    String protocol() {
        String agreed = engine.getApplicationProtocol();
        return agreed == null ? "" : agreed;
    }

    void begin() throws IOException {
        engine.beginHandshake();
        advance();
    }

    void send(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            wrap(data);
        }
    }

    private SSLEngineResult wrap(ByteBuffer data) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result;
        try {
            result = engine.wrap(data, out);
        } catch (SSLException e) {
            throw new NetworkException(reason(e));
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && data.hasRemaining()) {
            throw new NetworkException("tls: use of closed connection");
        }
        connection.write(out.flip());
        return result;
    }

    void received(ByteBuffer data) throws IOException {
        if (encrypted.remaining() < data.remaining()) {
            ByteBuffer larger = ByteBuffer.allocate(encrypted.position() + data.remaining());
            encrypted = larger.put(encrypted.flip());
        }
        encrypted.put(data);
        advance();
    }

    /** Works off what has been received and what the handshake wants, until more input is needed. */
    private void advance() throws IOException {
        while (!connection.isClosed()) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                finishIf(wrap(NOTHING.duplicate()));
            } else if (!unwrap()) {
                return;
            }
        }
    }

    private boolean unwrap() throws IOException {
        encrypted.flip();
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result;
        try {
            result = engine.unwrap(encrypted, plain);
        } catch (SSLException e) {
            throw new NetworkException(reason(e));
        } finally {
            encrypted.compact();
        }
        finishIf(result);
        if (plain.position() > 0) {
            connection.deliver(plain.flip());
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            connection.deliverEnd();
            return false;
        }
        return result.getStatus() == SSLEngineResult.Status.OK
                && (encrypted.position() > 0 || engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                        && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP);
    }

    private void finishIf(SSLEngineResult result) throws IOException {
        if (!handshaken && result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            handshaken = true;
            connection.secured();
        }
    }

    void ended() throws IOException {
        if (!handshaken) {
            throw new NetworkException("EOF");
        }
        connection.deliverEnd();
    }

    private String reason(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "x509: certificate has expired or is not yet valid";
            }
            if (message.contains("unable to find valid certification path") || message.contains("PKIX path validation")) {
                return "x509: certificate signed by unknown authority";
            }
            if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
                return "x509: certificate is not valid for any names, but wanted to match " + name;
            }
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("plaintext connection") || message.startsWith("Unsupported or unrecognized SSL message")) {
            return "tls: first record does not look like a TLS handshake";
        }
        if (message.startsWith("Received fatal alert: ")) {
            return "remote error: tls: " + message.substring("Received fatal alert: ".length()).replace('_', ' ');
        }
        return "tls: " + message;
    }
}

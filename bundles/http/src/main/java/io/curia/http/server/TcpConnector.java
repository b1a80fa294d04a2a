package io.curia.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on TCP and bounds the connections of each client. */
final class TcpConnector extends ServerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnector.class);
    private static final long ACCEPT_PAUSE_NANOS = 500_000_000L;
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final String TOO_MANY =
            "Your IP is issuing too many concurrent connections, please rate limit your calls\n";
    private static final byte[] REFUSAL = ("HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\n"
            + "Content-Length: " + TOO_MANY.length() + "\r\nConnection: close\r\n\r\n" + TOO_MANY)
            .getBytes(StandardCharsets.US_ASCII);

    private final ClientLimit limit;

    TcpConnector(Server server, ClientLimit limit, int selectors, ConnectionFactory... factories) {
        super(server, null, null, null, 1, selectors, factories);
        this.limit = limit;
        getSelectorManager().addEventListener(new Refused());
    }

    @Override
    public void accept(int acceptorID) throws IOException {
        ServerSocketChannel listening = (ServerSocketChannel) getTransport();
        if (listening == null || !listening.isOpen()) {
            return;
        }
        SocketChannel channel = listening.accept();
        InetAddress client = client(channel);
        if (client == null) {
            channel.close();
            return;
        }
        if (!limit.enter(client)) {
            refuse(channel);
            return;
        }
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
                channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_SECONDS);
            }
        } catch (IOException e) {
            limit.leave(client);
            channel.close();
            return;
        }
        getSelectorManager().accept(channel);
    }

    /** Not through the socket: that would make an object more for each connection. */
    private static InetAddress client(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void refuse(SocketChannel channel) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(REFUSAL));
            channel.shutdownOutput();
        }
    }

    /** Out of file descriptors, as a rule: says so in one line and tries again a little later. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || !isOpen()) {
            return false;
        }
        LOG.warn("Failed to accept a connection on port {}: {}", getLocalPort(), failure.getMessage());
        LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
        return true;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        Counted endPoint = new Counted(channel, selector, key, getScheduler(), client(channel));
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        if (endPoint instanceof Counted counted && counted.client != null) {
            limit.leave(counted.client);
        }
    }

    /** Remembers its client, whom a closed channel does not know any more. */
    private static final class Counted extends SocketChannelEndPoint {
        private final InetAddress client;

        Counted(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler,
                InetAddress client) {
            super(channel, selector, key, scheduler);
            this.client = client;
        }
    }

    /** A connection that was accepted, but for which no end point came to be. */
    private final class Refused implements SelectorManager.AcceptListener {
        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            InetAddress client = channel instanceof SocketChannel socket ? client(socket) : null;
            if (client != null) {
                limit.leave(client);
            }
        }
    }
}

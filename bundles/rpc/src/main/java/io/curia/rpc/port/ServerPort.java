package io.curia.rpc.port;

import io.curia.api.net.EventLoop;
import io.curia.rpc.net.Addresses;
import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.SocketLink;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of the server port. It accepts on its loop; connections of one address are counted, loopback too, and
 * refused beyond the limit. If the system has no descriptor left it waits a little instead of trying again and again.
 */
public final class ServerPort implements EventLoop.Handler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPort.class);
    private static final int BACKLOG = 1024;
    private static final int MOST_AT_ONCE = 64;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final IoLoop loop;
    private final Protocols protocols;
    private final Protocols.IncomingTls tls;
    private final Supplier<Limits> limits;
    private final QuietLog log;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();
    private ServerSocketChannel listener;
    private SelectionKey key;

    /**
     * What strangers may cost.
     *
     * @param connectionsPerClient connections of one address; 0 or less for no limit
     * @param handshakeNanos until a connection has said what it speaks
     */
    public record Limits(int connectionsPerClient, long handshakeNanos) { }

    /** A port that is not open yet; limits are asked for at each connection. */
    public ServerPort(IoLoop loop, Protocols protocols, Protocols.IncomingTls tls, Supplier<Limits> limits, QuietLog log) {
        this.loop = loop;
        this.protocols = protocols;
        this.tls = tls;
        this.limits = limits;
        this.log = log;
    }

    /**
     * Opens it; it accepts as soon as its loop comes to it.
     *
     * @return where it listens
     */
    public InetSocketAddress open(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        listener = channel;
        loop.execute(this::register);
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void register() {
        try {
            key = loop.events().register(listener, SelectionKey.OP_ACCEPT, this);
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                accept(channel);
            }
        } catch (ClosedChannelException e) {
            // the port has been closed while this waited
            return;
        } catch (IOException e) {
            log.warn("cannot accept connections: " + e.getMessage());
            key.interestOps(0);
            loop.after(PAUSE_NANOS, () -> {
                if (key.isValid()) {
                    key.interestOps(SelectionKey.OP_ACCEPT);
                }
            });
        }
    }

    private void accept(SocketChannel channel) {
        InetAddress client = null;
        try {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            if (remote == null) {
                channel.close();
                return;
            }
            Limits now = limits.get();
            InetAddress from = remote.getAddress();
            int count = counts.merge(from, 1, Integer::sum);
            client = from;
            if (now.connectionsPerClient() > 0 && count > now.connectionsPerClient()) {
                log.warn("connection of " + Addresses.text(remote) + " refused: more than "
                        + now.connectionsPerClient() + " connections of one address (limits.rpc_max_conns_per_client)");
                uncount(from);
                channel.close();
                return;
            }
            Selection selection = new Selection(protocols, tls, log);
            SocketLink link = SocketLink.accepted(loop, channel, Addresses.text(remote), selection, () -> uncount(from));
            selection.begin(link, now.handshakeNanos());
        } catch (IOException e) {
            // gone before it was here
            uncount(client);
            closeQuietly(channel);
        }
    }

    private void uncount(InetAddress client) {
        if (client != null) {
            counts.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close a connection: {}", e.getMessage());
        }
    }

    @Override
    public void failed(Throwable cause) {
        LOG.debug("the server port is closed: {}", cause.getMessage());
    }

    /** Accepts no more; connections stay until their loop ends. */
    @Override
    public void close() {
        if (listener != null) {
            closeQuietly(listener);
        }
    }
}

package io.curia.api.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes one connection to a host: looks its name up, tries its addresses in turn, a next one also when the one before
 * has not answered for 300 ms. The first that answers is used; if none does, the first one's error is told.
 *
 * <p>It may be closed at any time, from any thread; from then on (on the loop) the listener hears nothing.
 */
public final class Dialer implements AutoCloseable {
    private static final long NEXT_ADDRESS_NANOS = 300_000_000L;

    private final EventLoop loop;
    private final HostPort target;
    private final TlsSettings tls;
    private final ConnectionListener listener;
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final List<Connection> attempts = new ArrayList<>(2);
    private EventLoop.Timer next;
    private Throwable firstError;
    private Connection winner;
    private boolean over;

    private Dialer(EventLoop loop, HostPort target, TlsSettings tls, ConnectionListener listener) {
        this.loop = loop;
        this.target = target;
        this.tls = tls;
        this.listener = listener;
    }

    /**
     * Connects to a host.
     *
     * @param tls null for none
     * @param resolver where a name is looked up, which blocks; not used for an IP address
     */
    public static Dialer dial(EventLoop loop, HostPort target, TlsSettings tls, Executor resolver,
            ConnectionListener listener) {
        Dialer dialer = new Dialer(loop, target, tls, listener);
        if (target.host().isEmpty() || isLiteral(target.host())) {
            loop.execute(() -> dialer.resolve(false));
        } else {
            try {
                resolver.execute(() -> dialer.resolve(true));
            } catch (RejectedExecutionException e) {
                loop.execute(() -> dialer.end(new NetworkException("dial tcp: lookup " + target.host() + ": too busy")));
            }
        }
        return dialer;
    }

    /** Connects to a socket in the file system. */
    public static Dialer dial(EventLoop loop, SocketAddress address, ConnectionListener listener) {
        Dialer dialer = new Dialer(loop, new HostPort(address.toString(), 0), null, listener);
        loop.execute(() -> {
            dialer.untried.add(address);
            dialer.tryNext();
        });
        return dialer;
    }

    /** Whether it is an IP address, so that no name is looked up. */
    static boolean isLiteral(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private void resolve(boolean elsewhere) {
        List<SocketAddress> found = new ArrayList<>(2);
        String error = null;
        try {
            String host = target.host().isEmpty() ? "127.0.0.1" : target.host();
            for (InetAddress address : InetAddress.getAllByName(host)) {
                found.add(new InetSocketAddress(address, target.port()));
            }
        } catch (UnknownHostException e) {
            error = "dial tcp: lookup " + target.host() + ": no such host";
        }
        String failure = error;
        Runnable then = () -> {
            if (failure != null) {
                end(new NetworkException(failure));
            } else {
                untried.addAll(found);
                tryNext();
            }
        };
        if (!elsewhere) {
            then.run();
            return;
        }
        try {
            loop.execute(then);
        } catch (RejectedExecutionException e) {
            listener.failed(new NetworkException("use of closed network connection"));
        }
    }

    private void tryNext() {
        cancelTimer();
        SocketAddress address = untried.poll();
        if (over || winner != null || address == null) {
            return;
        }
        if (!untried.isEmpty()) {
            next = loop.after(NEXT_ADDRESS_NANOS, this::tryNext);
        }
        Attempt attempt = new Attempt(address);
        try {
            attempt.connection = Connection.open(loop, address, attempt);
            attempts.add(attempt.connection);
        } catch (IOException e) {
            attempt.failed(new NetworkException("connect: " + NetworkException.reason(e)));
        } catch (RuntimeException e) {
            attempt.failed(new NetworkException(NetworkException.reason(e)));
        }
    }

    private void cancelTimer() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void end(Throwable cause) {
        if (!over) {
            over = true;
            cancelTimer();
            listener.failed(cause);
        }
    }

    @Override
    public void close() {
        if (loop.inLoop()) {
            closeNow();
            return;
        }
        try {
            loop.execute(this::closeNow);
        } catch (RejectedExecutionException e) {
            // the loop has ended, and all its channels with it
            return;
        }
    }

    private void closeNow() {
        over = true;
        cancelTimer();
        attempts.forEach(Connection::close);
        attempts.clear();
    }

    @Override
    public String toString() {
        return "dial " + target + Arrays.toString(untried.toArray());
    }

    /** One address's connection: the first to connect passes everything on to the listener. */
    private final class Attempt implements ConnectionListener {
        private final SocketAddress address;
        private Connection connection;

        private Attempt(SocketAddress address) {
            this.address = address;
        }

        @Override
        public void connected(Connection made) throws IOException {
            if (winner == made) {
                listener.connected(made);
                return;
            }
            winner = made;
            cancelTimer();
            for (Connection other : attempts) {
                if (other != made) {
                    other.close();
                }
            }
            attempts.removeIf(other -> other != made);
            if (tls == null) {
                listener.connected(made);
            } else {
                made.startTls(new TlsLayer(made, tls, target));
            }
        }

        @Override
        public void received(Connection made, ByteBuffer data) throws IOException {
            listener.received(made, data);
        }

        @Override
        public void ended(Connection made) throws IOException {
            listener.ended(made);
        }

        @Override
        public void failed(Throwable cause) {
            if (winner != null && winner == connection) {
                end(cause);
                return;
            }
            attempts.remove(connection);
            if (firstError == null) {
                firstError = cause instanceof IOException ? new NetworkException("dial " + text(cause)) : cause;
            }
            if (!untried.isEmpty()) {
                tryNext();
            } else if (attempts.isEmpty()) {
                end(firstError);
            }
        }

        private String text(Throwable cause) {
            if (address instanceof InetSocketAddress inet) {
                return "tcp " + new HostPort(inet.getAddress().getHostAddress(), inet.getPort()) + ": " + cause.getMessage();
            }
            return "unix " + address + ": " + cause.getMessage();
        }
    }
}

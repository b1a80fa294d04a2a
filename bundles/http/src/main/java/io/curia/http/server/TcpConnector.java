package io.curia.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens on TCP and bounds the connections of each client. */
final class TcpConnector extends ServerConnector {
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
        if (client != null && !limit.enter(client)) {
            refuse(channel);
            return;
        }
        try {
            channel.configureBlocking(false);
            configure(channel.socket());
        } catch (IOException e) {
            leave(channel);
            channel.close();
            return;
        }
        getSelectorManager().accept(channel);
    }

    private static InetAddress client(SocketChannel channel) {
        return channel.socket().getInetAddress();
    }

    private static void refuse(SocketChannel channel) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(REFUSAL));
            channel.shutdownOutput();
        }
    }

    private void leave(SocketChannel channel) {
        InetAddress client = client(channel);
        if (client != null) {
            limit.leave(client);
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        if (endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            limit.leave(remote.getAddress());
        }
    }

    /** A connection that was accepted, but for which no end point came to be. */
    private final class Refused implements SelectorManager.AcceptListener {
        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            if (channel instanceof SocketChannel socket) {
                leave(socket);
            }
        }
    }
}

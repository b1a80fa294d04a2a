package io.curia.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A unix domain socket. */
final class UnixConnector implements Connector {

    @Override
    public Connection open(Endpoint endpoint) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(endpoint.socketPath()));
        } catch (IOException e) {
            channel.close();
            throw new IOException("dial unix " + endpoint.socketPath() + ": " + GoErrors.dial(e));
        }
        return new Connection() {
            @Override
            public InputStream in() {
                return Channels.newInputStream(channel);
            }

            @Override
            public OutputStream out() {
                return Channels.newOutputStream(channel);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}

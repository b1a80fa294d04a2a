package io.curia.checks.docker;

import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the daemon listens: {@code unix:///path} or {@code tcp://host:port}. */
record DockerAddress(String host) {
    /** An open, unconnected channel of the right kind, so that it can be closed while it connects. */
    SocketChannel open() throws IOException {
        return host.startsWith("unix://") ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    }

    void connect(SocketChannel channel) throws IOException {
        if (host.startsWith("unix://")) {
            Path path = Path.of(host.substring("unix://".length()));
            if (!Files.exists(path)) {
                throw new NetworkException("dial unix " + path + ": connect: no such file or directory");
            }
            connect(channel, UnixDomainSocketAddress.of(path), "unix " + path);
            return;
        }
        int scheme = host.indexOf("://");
        HostPort target = HostPort.parse(scheme < 0 ? host : host.substring(scheme + 3));
        InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
        if (address.isUnresolved()) {
            throw new NetworkException("dial tcp: lookup " + target.host() + ": no such host");
        }
        connect(channel, address, "tcp " + target);
    }

    private static void connect(SocketChannel channel, java.net.SocketAddress address, String name) throws IOException {
        try {
            channel.connect(address);
        } catch (java.net.SocketException e) {
            String message = String.valueOf(e.getMessage());
            throw new NetworkException("dial " + name + ": connect: " + message.toLowerCase(java.util.Locale.ROOT));
        }
    }
}

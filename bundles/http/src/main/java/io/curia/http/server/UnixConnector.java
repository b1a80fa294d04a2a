package io.curia.http.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens on a unix socket, which it makes and removes. */
final class UnixConnector extends ServerConnector {
    private final Path path;
    private final ListenAddress.SocketOwner owner;

    UnixConnector(Server server, ListenAddress listener, ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
        this.path = Path.of(listener.path());
        this.owner = listener.socket();
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), getAcceptQueueSize());
            if (owner != null) {
                own();
            }
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            throw new IOException(e.getMessage(), e);
        }
        return channel;
    }

    private void own() throws IOException {
        var users = path.getFileSystem().getUserPrincipalLookupService();
        if (!owner.mode().isEmpty()) {
            Files.setPosixFilePermissions(path, permissions(Integer.parseInt(owner.mode(), 8)));
        }
        if (!owner.group().isEmpty()) {
            if (numeric(owner.group())) {
                Files.setAttribute(path, "unix:gid", Integer.valueOf(owner.group()));
            } else {
                Files.setAttribute(path, "posix:group", users.lookupPrincipalByGroupName(owner.group()));
            }
        }
        if (!owner.user().isEmpty()) {
            if (numeric(owner.user())) {
                Files.setAttribute(path, "unix:uid", Integer.valueOf(owner.user()));
            } else {
                Files.setOwner(path, users.lookupPrincipalByName(owner.user()));
            }
        }
    }

    private static boolean numeric(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    @Override
    public void accept(int acceptorID) throws IOException {
        ServerSocketChannel listening = (ServerSocketChannel) getTransport();
        if (listening != null && listening.isOpen()) {
            SocketChannel channel = listening.accept();
            channel.configureBlocking(false);
            getSelectorManager().accept(channel);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(UnixConnector.class)
                    .warn("Failed to remove the unix socket {}: {}", path, e.getMessage());
        }
    }
}

package io.curia.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** An address as people write it: {@code host}, {@code host:port}, {@code v6}, {@code [v6]:port}. */
record HostPort(String host, int port) {
    private static final int MOST_PORT = 65_535;

    /** @throws IllegalArgumentException when it is none */
    static HostPort parse(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean bare = colon < 0 || (bracketed ? text.endsWith("]") : text.indexOf(':') != colon);
        String host = bare ? text : text.substring(0, colon);
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("missing host in address");
        }
        return new HostPort(host, bare ? defaultPort : port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MOST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("lookup tcp/" + text + ": unknown port", e);
        }
        throw new IllegalArgumentException("address " + text + ": invalid port");
    }

    /** Whether it needs no look-up. */
    boolean literal() {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    /** All addresses it has. Blocks, unless it is literal. */
    List<InetSocketAddress> resolve() throws UnknownHostException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            found.add(new InetSocketAddress(address, port));
        }
        return found;
    }
}

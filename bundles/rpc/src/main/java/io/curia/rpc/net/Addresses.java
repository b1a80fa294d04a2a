package io.curia.rpc.net;

import io.curia.api.net.HostPort;
import java.net.InetSocketAddress;

/** Addresses as they appear in the log. */
public final class Addresses {
    private Addresses() { }

    /** {@code host:port}; of a name that was not looked up, the name. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress() == null ? address.getHostString() : address.getAddress().getHostAddress();
        return new HostPort(host, address.getPort()).toString();
    }

    /** Whether it is an IP address, so that no name has to be looked up. */
    public static boolean isLiteral(String host) {
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
}

package io.curia.gossip.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** What went wrong, in the words of Go's net package: scripts look for them. */
final class NetErrors {
    private NetErrors() { }

    static String timeout(InetSocketAddress to) {
        return dial(to) + "i/o timeout";
    }

    static String connect(InetSocketAddress to, IOException e) {
        return dial(to) + "connect: " + reason(e);
    }

    private static String dial(InetSocketAddress to) {
        return "dial tcp " + text(to) + ": ";
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static String reason(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        int detail = text.indexOf(" (");
        return (detail < 0 ? text : text.substring(0, detail)).toLowerCase(Locale.ROOT);
    }
}

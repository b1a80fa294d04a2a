package io.curia.rpc.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Lets the system notice within about a minute that the other side of a silent connection is gone. Without it a partition would
 * leave connections behind that count against the limit of their address.
 */
final class KeepAlive {
    private static final int IDLE_SECONDS = 30;
    private static final int INTERVAL_SECONDS = 10;
    private static final int PROBES = 3;

    private KeepAlive() { }

    static void set(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (SocketOption<?> option : channel.supportedOptions()) {
            // looked for by name, as not every platform has them
            switch (option.name()) {
                case "TCP_KEEPIDLE" -> set(channel, option, IDLE_SECONDS);
                case "TCP_KEEPINTERVAL" -> set(channel, option, INTERVAL_SECONDS);
                case "TCP_KEEPCOUNT" -> set(channel, option, PROBES);
                default -> { }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void set(SocketChannel channel, SocketOption<?> option, int value) throws IOException {
        if (option.type() == Integer.class) {
            channel.setOption((SocketOption<Integer>) option, value);
        }
    }
}

package io.curia.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface that are free for TCP and UDP. Below those that the system gives to outgoing connections, so
 * that none is taken between the choice and its use; no port twice in one run, so that who stopped can come back to its own.
 */
public final class FreePorts {
    private static final int FIRST = 11_000;
    private static final int END = 31_000;

    private static int next = ThreadLocalRandom.current().nextInt(FIRST, END);

    private FreePorts() {
    }

    /** A port free for TCP and UDP under each name. */
    public static Map<String, Integer> named(String... names) throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : names) {
            ports.put(name, one());
        }
        return ports;
    }

    /** One port. */
    public static synchronized int one() throws IOException {
        for (int tried = FIRST; tried < END; tried++) {
            int port = next;
            next = next + 1 < END ? next + 1 : FIRST;
            if (free(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + FIRST + " to " + END);
    }

    private static boolean free(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(null)) {
            tcp.bind(address);
            udp.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

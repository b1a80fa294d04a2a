package io.curia.gossip;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Connects by TCP, and says what went wrong in the words of Go's net package. Blocks; any thread. */
class Dialer {
    private final int timeoutMillis;

    Dialer(int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    /** Connects and hangs up; null when that worked, else why not. */
    String problem(String host, int port) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return "lookup " + host + ": no such host";
        }
        String target = "dial tcp " + (address.getAddress().length == 4 ? address.getHostAddress()
                : "[" + address.getHostAddress() + "]") + ":" + port + ": ";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), timeoutMillis);
            return null;
        } catch (SocketTimeoutException e) {
            return target + "i/o timeout";
        } catch (NoRouteToHostException e) {
            return target + "connect: no route to host";
        } catch (ConnectException e) {
            return target + "connect: " + lower(e);
        } catch (IOException e) {
            return target + lower(e);
        }
    }

    private static String lower(IOException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        int detail = text.indexOf(" (");
        return (detail < 0 ? text : text.substring(0, detail)).toLowerCase(java.util.Locale.ROOT);
    }
}

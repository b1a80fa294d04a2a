package io.curia.itests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests one after another on each of some kept connections. What HTTP allows a server is no failure, but counted: to
 * announce the end of a connection in an answer, to close a connection on which nothing is under way, and to take no
 * connection for a moment. Everything else is: an answer cut short, a status other than 200, no connection for long.
 */
final class KeepAliveLoad implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** Two seconds in all. */
    private static final int MOST_REFUSALS = 200;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final byte[] GET = request("GET", "/v1/status/leader", "");
    private static final byte[] PUT = request("PUT", "/v1/kv/load", "value");

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger announced = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean ended;

    KeepAliveLoad(AgentProcess agent, int connections) {
        port = agent.port("http");
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(this::run, "load-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static byte[] request(String method, String path, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII);
    }

    private void run() {
        boolean put = false;
        while (!ended && failures.size() < 10) {
            try (Socket socket = connect()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean kept = true;
                while (kept && !ended) {
                    put = !put;
                    kept = exchange(socket, in, put ? PUT : GET);
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private Socket connect() throws IOException {
        for (int i = 0;; i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException e) {
                refused.incrementAndGet();
                if (i > MOST_REFUSALS) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Whether the connection stays. */
    private boolean exchange(Socket socket, InputStream in, byte[] request) throws IOException {
        String status;
        try {
            socket.getOutputStream().write(request);
            status = line(in);
        } catch (IOException e) {
            status = "";
        }
        if (status.isEmpty()) {
            // closed before any answer: the request, which is idempotent, is repeated on another connection
            closed.incrementAndGet();
            return false;
        }
        if (!status.startsWith("HTTP/1.1 200 ")) {
            failures.add("status line \"" + status + "\"");
        }
        boolean last = false;
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            last |= lower.equals("connection: close");
            length = lower.startsWith("content-length: ") ? Integer.parseInt(lower.substring(16)) : length;
        }
        if (in.readNBytes(length).length < length) {
            throw new IOException("an answer was cut short");
        }
        answered.incrementAndGet();
        if (last) {
            announced.incrementAndGet();
        }
        return !last;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Ends the load and returns what went wrong. */
    List<String> end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(2 * TIMEOUT_MILLIS);
        }
        return List.copyOf(failures);
    }

    int answered() {
        return answered.get();
    }

    /** Connections that were not taken at first. */
    int refused() {
        return refused.get();
    }

    /** Connections whose end an answer announced. */
    int announced() {
        return announced.get();
    }

    /** Connections that were closed between two requests. */
    int closed() {
        return closed.get();
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}

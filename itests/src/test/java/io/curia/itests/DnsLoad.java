package io.curia.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Queries over UDP, one after another; each is sent again, as resolvers do, a few times before it counts as lost. */
final class DnsLoad implements AutoCloseable {
    private static final int TRIES = 4;
    private static final int TRY_MILLIS = 500;

    private final int port;
    private final Thread thread = new Thread(this::run, "dns-load");
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    DnsLoad(AgentProcess agent) {
        port = agent.port("dns");
        thread.start();
    }

    private void run() {
        byte[] query = query("consul.service.consul");
        while (!ended) {
            if (ask(query)) {
                answered.incrementAndGet();
            } else if (!ended) {
                failures.add("a query was not answered");
            }
        }
    }

    private boolean ask(byte[] query) {
        for (int i = 0; i < TRIES; i++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(TRY_MILLIS);
                socket.connect(InetAddress.getLoopbackAddress(), port);
                socket.send(new DatagramPacket(query, query.length));
                DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
                socket.receive(answer);
                int code = answer.getData()[3] & 15;
                if (code == 0 && answer.getData()[7] > 0) {
                    return true;
                }
                failures.add("an answer with code " + code + " and " + answer.getData()[7] + " records");
                return true;
            } catch (SocketTimeoutException e) {
                continue;
            } catch (PortUnreachableException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TRY_MILLIS));
            } catch (IOException e) {
                failures.add(e.toString());
                return true;
            }
        }
        return false;
    }

    static byte[] query(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(new byte[] {0, 0, 1, 0, 1});
        return out.toByteArray();
    }

    List<String> end() throws InterruptedException {
        ended = true;
        thread.join(2L * TRIES * TRY_MILLIS);
        return List.copyOf(failures);
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}

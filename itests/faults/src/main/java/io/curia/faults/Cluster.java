package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The servers of a run, from the outside. Used by one thread. */
final class Cluster implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int RETRY_MILLIS = 100;

    private final List<Server> servers = new ArrayList<>();
    private final Net net;
    private final Http http;
    private int probes;

    Cluster(Net net, Http http, Path home, Path work, int count) throws IOException {
        this.net = net;
        this.http = http;
        for (int i = 0; i < count; i++) {
            servers.add(new Server(i, net, home, work, count));
        }
    }

    List<Server> servers() {
        return servers;
    }

    /** The number of the server that leads, as the others say; -1 if nobody knows. */
    int leader() throws InterruptedException {
        for (Server server : servers) {
            Answer answer = server.isAlive() ? http.get(server, "/v1/status/leader", TIMEOUT) : null;
            for (int i = 0; answer != null && answer.isOk() && i < servers.size(); i++) {
                if (answer.body().contains("\"" + net.address(i) + ":")) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Waits until each server writes and reads; returns who did not by then and what it said, empty if all did. */
    String awaitService(int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Server server : servers) {
            String failure = serves(server);
            while (!failure.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    return failure;
                }
                Thread.sleep(RETRY_MILLIS);
                failure = serves(server);
            }
        }
        return "";
    }

    private String serves(Server server) throws InterruptedException {
        String value = String.valueOf(++probes);
        String path = "/v1/kv/probe/" + server.name();
        Answer put = http.put(server, path, value, TIMEOUT);
        Answer get = http.get(server, path + "?raw&consistent", TIMEOUT);
        if (put.isOk() && get.isOk()) {
            return "";
        }
        return server.name() + " answers a write with " + put.status() + " " + put.body().strip() + " and a read with "
                + get.status() + " " + get.body().strip();
    }

    @Override
    public void close() throws InterruptedException {
        for (Server server : servers) {
            server.close();
        }
    }
}

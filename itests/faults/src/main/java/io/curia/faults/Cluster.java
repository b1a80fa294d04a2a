package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The servers of a run, from the outside. Used by one thread. */
final class Cluster implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int RETRY_MILLIS = 100;
    private static final int ALIVE = 1;

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

    /** What a server says of itself and of the others; empty if that is as it should be. */
    private interface Look {
        String failure(Server server) throws InterruptedException;
    }

    /** Waits until each server writes and reads; returns who did not by then and what it said, empty if all did. */
    String awaitService(int seconds) throws InterruptedException {
        return await(this::serves, seconds);
    }

    /** Waits until each server finds all alive, and all vote; returns who did not by then and what it said. */
    String awaitWhole(int seconds) throws InterruptedException {
        return await(this::isWhole, seconds);
    }

    private String await(Look look, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (Server server : servers) {
            String failure = look.failure(server);
            while (!failure.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    return failure;
                }
                Thread.sleep(RETRY_MILLIS);
                failure = look.failure(server);
            }
        }
        return "";
    }

    private String isWhole(Server server) throws InterruptedException {
        Answer members = http.get(server, "/v1/agent/members", TIMEOUT);
        Answer voters = http.get(server, "/v1/operator/raft/configuration", TIMEOUT);
        if (!members.isOk() || !voters.isOk()) {
            return server.name() + " answers " + members + " and " + voters;
        }
        long alive = StreamSupport.stream(members.json().spliterator(), false)
                .filter(member -> member.path("Status").asInt() == ALIVE).count();
        long voting = StreamSupport.stream(voters.json().path("Servers").spliterator(), false)
                .filter(peer -> peer.path("Voter").asBoolean()).count();
        if (alive == servers.size() && voting == servers.size()) {
            return "";
        }
        Answer health = http.get(server, "/v1/operator/autopilot/health", TIMEOUT);
        return server.name() + " finds " + alive + " alive and " + voting + " voters: " + members.body() + "\n    " + voters.body()
                + "\n    " + health.body();
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

package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows the beacon through one server by blocking queries, and notes when it saw what. One thread runs it. */
final class Follower implements Runnable {
    private static final String WAIT = "wait=5s";
    private static final Duration TIMEOUT = Duration.ofSeconds(9);
    private static final int RETRY_MILLIS = 50;

    private final Server server;
    private final Http http;
    private final History history;
    private final What what;
    private final CountDownLatch stop;
    private final Consumer<String> findings;
    private final List<Seen> seen = new ArrayList<>();

    /** A number of the beacon, and when it was seen first. */
    record Seen(long number, long time) { }

    /** What is asked for, and how. */
    enum What {
        KEY(Beacon.KEY_PATH + "?raw&"),
        KEY_STALE(Beacon.KEY_PATH + "?raw&stale&"),
        SERVICE(Beacon.SERVICE_PATH + "?");

        private final String path;

        What(String path) {
            this.path = path;
        }
    }

    Follower(Client.Shared shared, Server server, What what) {
        this.server = server;
        this.http = shared.http();
        this.history = shared.history();
        this.what = what;
        this.stop = shared.stop();
        this.findings = shared.findings();
    }

    @Override
    public void run() {
        try {
            follow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            findings.accept("the follower of " + this + " met what it did not expect: " + e);
        }
    }

    private void follow() throws InterruptedException {
        long index = 0;
        String incarnation = "";
        while (stop.getCount() > 0) {
            if (what == What.KEY_STALE && !incarnation.equals(server.incarnation())) {
                // a server that was started anew may be behind what its predecessor had
                index = 0;
            }
            incarnation = server.incarnation();
            long invoked = history.now();
            Answer answer = http.get(server, what.path + "index=" + index + "&" + WAIT, TIMEOUT);
            if (!Client.hasAnswer(answer) || !incarnation.equals(server.incarnation())) {
                stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                continue;
            }
            if (answer.index() < Math.max(1, index)) {
                findings.accept(String.format("index of %s went from %d to %d (asked at %.3f, answered at %.3f)", this, index,
                        answer.index(), (invoked - history.start()) / 1e9, (history.now() - history.start()) / 1e9));
            }
            index = answer.index();
            note(answer);
        }
    }

    private synchronized void note(Answer answer) {
        if (answer.isOk()) {
            String found = what == What.SERVICE ? CatalogClient.registered(answer.json()) : answer.body();
            if (!found.isEmpty()) {
                seen.add(new Seen(Long.parseLong(found), history.now()));
            }
        }
    }

    What what() {
        return what;
    }

    /** In the order of time. Any thread. */
    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public String toString() {
        return what + " at " + server.name();
    }
}

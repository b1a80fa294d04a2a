package io.curia.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.curia.faults.Http.Answer;
import io.curia.faults.Op.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One client: does one operation after another, each through another server, and records them. */
abstract class Client implements Runnable {
    /** Well above an election with a multiplier of 1, and below how long a server holds a request without a leader. */
    static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final int LONGEST_PAUSE_MILLIS = 60;

    final History history;
    final Http http;
    final Random random;
    private final List<Server> servers;
    private final CountDownLatch stop;
    private final Consumer<String> findings;
    private final String name;
    private int values;

    Client(Shared shared, String name) {
        this.history = shared.history();
        this.http = shared.http();
        this.servers = shared.servers();
        this.stop = shared.stop();
        this.findings = shared.findings();
        this.random = new Random(shared.seed() ^ name.hashCode());
        this.name = name;
    }

    /** What all clients of a run have in common. */
    record Shared(History history, Http http, List<Server> servers, CountDownLatch stop, Consumer<String> findings, long seed) { }

    @Override
    public final void run() {
        try {
            while (!pause(random.nextInt(LONGEST_PAUSE_MILLIS))) {
                step(servers.get(random.nextInt(servers.size())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            findings.accept("client " + name + " met what it did not expect: " + e);
        }
    }

    /** Whether it is time to stop. */
    final boolean pause(int millis) throws InterruptedException {
        return stop.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The next operation, or a few that belong together. */
    abstract void step(Server server) throws InterruptedException;

    /** A value that nobody else writes. */
    final String newValue() {
        return name + "." + ++values;
    }

    final String text(Server server, String what) {
        return name + "@" + server.name() + " " + what;
    }

    /** Records a write by what was answered; {@code true} and {@code false} are the answers that decide. */
    final void write(String group, String text, Answer answer, Map<String, String> expects, Map<String, String> sets, long invoked) {
        Outcome outcome = outcome(answer);
        count(answer);
        if (answer.status() != Answer.NOT_SENT) {
            history.add(group, new Op(text, expects, sets, outcome, invoked,
                    outcome == Outcome.UNKNOWN ? Op.NEVER : history.now()));
        }
    }

    private static Outcome outcome(Answer answer) {
        if (answer.isOk()) {
            return answer.body().strip().equals("false") ? Outcome.REFUSED : Outcome.DONE;
        }
        // a transaction that was rolled back
        return answer.status() == 409 ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    final void count(Answer answer) {
        if (!answer.isOk() && answer.status() != 404) {
            String body = answer.body().strip().replaceAll("[0-9a-f-]{36}", "ID").replaceAll("[0-9]+", "N");
            history.count(answer.status() + " " + body.substring(0, Math.min(80, body.length())));
        } else {
            history.count("ok");
        }
    }

    static boolean hasAnswer(Answer answer) {
        return answer.isOk() || answer.status() == 404;
    }

    static String value(JsonNode entry) {
        return new String(Base64.getDecoder().decode(entry.path("Value").asText()), StandardCharsets.UTF_8);
    }

    static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}

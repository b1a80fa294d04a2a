package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A session with a lock and a check that are renewed, and a session and a check that are not: who lives how long at an agent. */
final class Lifetimes implements AutoCloseable {
    private static final Duration TTL = Duration.ofSeconds(10);
    /** Far less than an hour, and far more than it takes on a slow machine. */
    private static final Duration IN_TIME = Duration.ofSeconds(60);
    private static final int LOOKS_MILLIS = 1_000;
    private static final Pattern ID = Pattern.compile("\"ID\":\"([^\"]+)\"");

    private final AgentProcess agent;
    private final String kept;
    private final String left;
    private final long begun = System.nanoTime();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "lifetimes"));
    private volatile Duration sessionLived;
    private volatile Duration checkLived;

    Lifetimes(AgentProcess agent) throws IOException, InterruptedException {
        this.agent = agent;
        kept = session();
        left = session();
        check("kept");
        check("left");
        assertThat(agent.put("/v1/kv/lock?acquire=" + kept, "").body()).isEqualTo("true");
        looks.scheduleWithFixedDelay(this::look, 0, LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String session() throws IOException, InterruptedException {
        Matcher created = ID.matcher(agent.put("/v1/session/create",
                "{\"TTL\": \"" + TTL.toSeconds() + "s\", \"LockDelay\": \"0s\"}").body());
        assertThat(created.find()).isTrue();
        return created.group(1);
    }

    private void check(String id) throws IOException, InterruptedException {
        assertThat(agent.put("/v1/agent/check/register", "{\"ID\": \"" + id + "\", \"Name\": \"" + id + "\", "
                + "\"Status\": \"passing\", \"TTL\": \"" + TTL.toSeconds() + "s\"}").statusCode()).isEqualTo(200);
    }

    private void look() {
        try {
            renew("/v1/session/renew/" + kept);
            renew("/v1/agent/check/pass/kept");
            if (sessionLived == null && !agent.get("/v1/session/info/" + left).body().contains(left)) {
                sessionLived = age();
            }
            if (checkLived == null && check("left", "critical")) {
                checkLived = age();
            }
        } catch (IOException | InterruptedException e) {
            failures.add(e.toString());
        }
    }

    private void renew(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = agent.put(path, "");
        if (answer.statusCode() != 200) {
            failures.add(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean check(String id, String status) throws IOException, InterruptedException {
        return agent.get("/v1/agent/checks?filter=CheckID==" + id).body().contains("\"Status\":\"" + status + "\"");
    }

    /** What is renewed is as it was at the start. */
    void verifyKept() throws IOException, InterruptedException {
        assertThat(failures).isEmpty();
        assertThat(check("kept", "passing")).as("the check that is renewed passes").isTrue();
        assertThat(agent.get("/v1/kv/lock?consistent").body()).contains("\"Session\":\"" + kept + "\"");
    }

    /** What is not renewed ends, and has not ended before its time. */
    void awaitEnds() throws IOException, InterruptedException {
        Awaitility.await("what nobody renews ends").atMost(IN_TIME).until(() -> sessionLived != null && checkLived != null);
        assertThat(List.of(sessionLived, checkLived)).as("how long a session and a check live")
                .allMatch(lived -> lived.compareTo(TTL) >= 0);
        verifyKept();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        looks.shutdown();
        looks.awaitTermination(IN_TIME.toSeconds(), TimeUnit.SECONDS);
        for (String path : List.of("/v1/session/destroy/" + kept, "/v1/agent/check/deregister/kept",
                "/v1/agent/check/deregister/left")) {
            agent.put(path, "");
        }
    }
}

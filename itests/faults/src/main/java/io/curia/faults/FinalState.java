package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** At rest all servers have the same: keys, sessions, nodes, services, checks, each with its index. */
final class FinalState {
    private static final List<String> PATHS = List.of("/v1/kv/?recurse&stale", "/v1/session/list?stale",
            "/v1/catalog/nodes?stale", "/v1/catalog/services?stale", "/v1/health/state/any?stale");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int RETRY_MILLIS = 500;

    private FinalState() { }

    /** What differs when the time is over, empty if nothing does; until then servers may catch up. */
    static String difference(List<Server> servers, Http http, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        String difference = difference(servers, http);
        while (!difference.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(RETRY_MILLIS);
            difference = difference(servers, http);
        }
        return difference;
    }

    private static String difference(List<Server> servers, Http http) throws InterruptedException {
        for (String path : PATHS) {
            Map<String, Answer> answers = new TreeMap<>();
            for (Server server : servers) {
                answers.put(server.name(), http.get(server, path, TIMEOUT));
            }
            Answer first = answers.values().iterator().next();
            for (Answer answer : answers.values()) {
                if (!Client.hasAnswer(answer) || !answer.equals(first)) {
                    return path + ": " + describe(answers, first);
                }
            }
        }
        return applied(servers, http);
    }

    private static String applied(List<Server> servers, Http http) throws InterruptedException {
        Map<String, String> applied = new TreeMap<>();
        for (Server server : servers) {
            Answer answer = http.get(server, "/v1/agent/self", TIMEOUT);
            applied.put(server.name(), answer.isOk() ? answer.json().at("/Stats/raft/applied_index").asText() : answer.body());
        }
        return applied.values().stream().distinct().count() == 1 ? "" : "applied index: " + applied;
    }

    /** Where the first that is not like the first one begins to differ. */
    private static String describe(Map<String, Answer> answers, Answer first) {
        StringBuilder text = new StringBuilder();
        answers.forEach((server, answer) -> {
            int at = 0;
            int least = Math.min(first.body().length(), answer.body().length());
            while (at < least && first.body().charAt(at) == answer.body().charAt(at)) {
                at++;
            }
            int from = Math.max(0, at - 80);
            text.append("\n    ").append(server).append(" status ").append(answer.status()).append(" index ")
                    .append(answer.index()).append(" length ").append(answer.body().length()).append(" at ").append(at).append(" ...")
                    .append(answer.body(), from, Math.min(answer.body().length(), at + 80));
        });
        return text.toString();
    }
}

package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.util.Map;

/** Takes locks by sessions, holds them for a while, and gives them back, ends the session, or forgets about it. */
final class LockClient extends Client {
    static final String FOLDER = "l/";
    static final String KEY = "holder";
    private static final int[] DELAYS_SECONDS = {0, 2};
    private static final int LONGEST_HOLD_MILLIS = 250;

    private final Groups groups;
    private String session;

    LockClient(Shared shared, String name, Groups groups) {
        super(shared, name);
        this.groups = groups;
    }

    @Override
    void step(Server server) throws InterruptedException {
        if (session == null) {
            create(server);
        } else {
            String group = groups.pick(random);
            if (acquire(server, group)) {
                for (int i = random.nextInt(3); i >= 0 && session != null && !pause(random.nextInt(LONGEST_HOLD_MILLIS)); i--) {
                    read(server, group);
                    renew(server);
                }
                letGo(server, group);
            }
        }
    }

    private static String path(String group) {
        return "/v1/kv/" + FOLDER + group;
    }

    private void create(Server server) throws InterruptedException {
        int delay = DELAYS_SECONDS[random.nextInt(DELAYS_SECONDS.length)];
        long invoked = history.now();
        Answer answer = http.put(server, "/v1/session/create", "{\"TTL\":\"10s\",\"LockDelay\":\"" + delay + "s\"}", TIMEOUT);
        count(answer);
        if (answer.isOk()) {
            session = answer.json().path("ID").asText();
            history.created(session, delay * 1_000_000_000L, invoked);
        }
    }

    private boolean acquire(Server server, String group) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.put(server, path(group) + "?acquire=" + session, session, TIMEOUT);
        // a refusal says nothing: another holds it, or its delay is not over
        if (answer.isOk() && answer.body().strip().equals("false")) {
            count(answer);
            return false;
        }
        write(group, text(server, "acquire"), answer, Map.of(KEY, Op.ABSENT), Map.of(KEY, session), invoked);
        if (answer.isOk()) {
            history.valid(session, invoked);
            return true;
        }
        if (answer.status() != Answer.NOT_SENT) {
            destroy(server);
        }
        return false;
    }

    private void read(Server server, String group) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.get(server, path(group) + (random.nextBoolean() ? "?consistent" : ""), TIMEOUT);
        count(answer);
        if (hasAnswer(answer)) {
            String holder = answer.isOk() ? answer.json().get(0).path("Session").asText() : Op.ABSENT;
            history.add(group, Op.read(text(server, "get"), Map.of(KEY, holder), invoked, history.now()));
        }
    }

    private void renew(Server server) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.put(server, "/v1/session/renew/" + session, "", TIMEOUT);
        count(answer);
        if (answer.isOk()) {
            history.valid(session, invoked);
        }
    }

    private void letGo(Server server, String group) throws InterruptedException {
        int choice = random.nextInt(100);
        if (choice < 65) {
            long invoked = history.now();
            Answer answer = http.put(server, path(group) + "?release=" + session, "", TIMEOUT);
            write(group, text(server, "release"), answer, Map.of(KEY, session), Map.of(KEY, Op.ABSENT), invoked);
            if (!answer.isOk() || answer.body().strip().equals("false")) {
                destroy(server);
            }
        } else if (choice < 95) {
            destroy(server);
        } else {
            session = null;
        }
    }

    private void destroy(Server server) throws InterruptedException {
        Answer answer = http.put(server, "/v1/session/destroy/" + session, "", TIMEOUT);
        count(answer);
        if (answer.isOk()) {
            history.ended(session, history.now());
        }
        session = null;
    }
}

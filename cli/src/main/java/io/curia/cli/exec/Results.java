package io.curia.cli.exec;

import io.curia.cli.api.Api;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.lock.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads what the nodes write beside a job, each key once, and shows it as it comes. */
final class Results {

    private final Api api;
    private final Keys keys;
    private final String base;
    private final boolean verbose;
    private final Set<String> seen = new HashSet<>();
    private int acknowledged;
    private int exited;
    private boolean failed;

    Results(Api api, Keys keys, String base, boolean verbose) {
        this.api = api;
        this.keys = keys;
        this.base = base;
        this.verbose = verbose;
    }

    int acknowledged() {
        return acknowledged;
    }

    int exited() {
        return exited;
    }

    boolean failed() {
        return failed;
    }

    /** Returns when there has been no news for so long, twice as long while nodes are still at work. */
    void collect(long quietNanos) throws IOException {
        long index = 0;
        long last = api.env().time().nanos();
        while (true) {
            long patience = (exited < acknowledged ? 2 : 1) * quietNanos;
            long left = last + patience - api.env().time().nanos();
            if (left <= 0) {
                return;
            }
            Query query = keys.query().set("recurse", "");
            if (index > 0) {
                query.set("index", Long.toString(index)).set("wait", GoDuration.format(Math.max(1_000_000, left / 1_000_000 * 1_000_000)));
            }
            Keys.Found found = keys.read(base, query, null);
            index = Math.max(1, found.index());
            boolean news = false;
            for (Map<String, Object> pair : found.pairs()) {
                String key = Json.text(pair, "Key");
                if (key.startsWith(base) && seen.add(key)) {
                    news |= handle(key.substring(base.length()), Json.text(pair, "Value"));
                }
            }
            if (news) {
                last = api.env().time().nanos();
                api.console().flush();
            }
        }
    }

    private boolean handle(String key, String value) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String node = key.substring(0, slash);
        String what = key.substring(slash + 1);
        String text = value.isEmpty() ? "" : new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        if (what.equals("ack")) {
            acknowledged++;
            if (verbose) {
                api.console().line("==> " + node + ": acknowledged");
            }
        } else if (what.equals("exit")) {
            exited++;
            failed |= !text.trim().equals("0");
            if (verbose || !text.trim().equals("0")) {
                api.console().line("==> " + node + ": finished with exit code " + text.trim());
            }
        } else if (what.startsWith("out/")) {
            show(node, text);
        }
        return true;
    }

    private void show(String node, String text) {
        if (text.isEmpty()) {
            return;
        }
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : whole.split("\n", -1)) {
            api.console().line("    " + node + ": " + line);
        }
    }
}

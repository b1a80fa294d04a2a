package io.curia.cli.kv;

import io.curia.cli.Console;
import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.Tabs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code consul kv get}. */
public final class KvGet extends ApiCommand {

    private static final int PADDING = 6;
    private static final byte[] NOTHING = new byte[0];

    private final Flag base64 = flags.bool("base64", "Show values in base64.");
    private final Flag detailed = flags.bool("detailed", "Show what is stored beside the value, too.");
    private final Flag keys = flags.bool("keys", "List the names of keys that begin with KEY.");
    private final Flag recurse = flags.bool("recurse", "Show all keys that begin with KEY.");
    private final Flag separator = flags.text("separator", "/", "Where -keys cuts names off.");

    public KvGet() {
        super(ClientFlags.Scope.NAMESPACED, "kv get [options] [KEY]", "Shows a key's value, or keys by their common beginning.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        String key = args.length == 0 ? "" : KvKey.stripped(args[0]);
        if (key.isEmpty() && !recurse.on() && !keys.on()) {
            throw new Failure("Error! Missing KEY argument");
        }
        during("Error querying Consul agent");
        if (keys.on()) {
            return names(api, key);
        }
        return recurse.on() ? all(api, key) : one(api, key);
    }

    private int names(Api api, String prefix) throws IOException {
        Query query = api.query().set("keys", "").setIfAny("separator", separator.text());
        for (Object name : read(api, prefix, query)) {
            api.console().line(String.valueOf(name));
        }
        return 0;
    }

    private int all(Api api, String prefix) throws IOException {
        List<Object> pairs = read(api, prefix, api.query().set("recurse", ""));
        for (int i = 0; i < pairs.size(); i++) {
            Map<String, Object> pair = Json.map(pairs.get(i));
            if (!detailed.on()) {
                print(api.console(), Json.text(pair, "Key") + ":", shown(pair));
                continue;
            }
            details(api.console(), pair);
            if (i < pairs.size() - 1) {
                api.console().line("");
            }
        }
        return 0;
    }

    private int one(Api api, String key) throws Failure, IOException {
        List<Object> pairs = read(api, key, api.query());
        if (pairs.isEmpty()) {
            throw new Failure("Error! No key exists at: " + key);
        }
        Map<String, Object> pair = Json.map(pairs.get(0));
        if (detailed.on()) {
            details(api.console(), pair);
        } else {
            print(api.console(), "", shown(pair));
        }
        return 0;
    }

    /** A key that does not exist is answered with 404; other failures are told by their code alone. */
    private static List<Object> read(Api api, String key, Query query) throws IOException {
        try (Answer answer = api.send("GET", KvKey.path(key), query, null)) {
            if (answer.status() == 404) {
                return Json.list(null);
            }
            if (answer.status() != 200) {
                throw new IOException("Unexpected response code: " + answer.status());
            }
            return Json.list(Json.parse(answer.bytes()));
        }
    }

    private byte[] shown(Map<String, Object> pair) throws IOException {
        String value = Json.text(pair, "Value");
        if (base64.on()) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return value.isEmpty() ? NOTHING : Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new IOException("the value of " + Json.text(pair, "Key") + " is not base64");
        }
    }

    private void details(Console console, Map<String, Object> pair) throws IOException {
        String session = Json.text(pair, "Session");
        String text = "CreateIndex\t" + pair.get("CreateIndex") + "\nFlags\t" + pair.get("Flags") + "\nKey\t" + pair.get("Key")
            + "\nLockIndex\t" + pair.get("LockIndex") + "\nModifyIndex\t" + pair.get("ModifyIndex")
            + "\nSession\t" + (session.isEmpty() ? "-" : session) + "\nValue\t";
        print(console, Tabs.layout(text, PADDING), shown(pair));
    }

    private static void print(Console console, String before, byte[] value) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(before.length() + value.length + 1);
        line.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        line.writeBytes(value);
        line.write('\n');
        console.bytes(line.toByteArray());
    }
}

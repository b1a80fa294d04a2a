package io.curia.cli.kv;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Answer;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code consul kv export}. */
public final class KvExport extends ApiCommand {

    public KvExport() {
        super(ClientFlags.Scope.NAMESPACED, "kv export [options] [PREFIX]",
            "Writes the keys that begin with PREFIX as JSON, in the form that 'consul kv import' reads.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        String prefix = args.length == 0 ? "" : KvKey.stripped(args[0]);
        during("Error querying Consul agent");
        List<Object> exported = new ArrayList<>();
        try (Answer answer = api.send("GET", KvKey.path(prefix), api.query().set("recurse", ""), null)) {
            if (answer.status() != 200 && answer.status() != 404) {
                throw new IOException("Unexpected response code: " + answer.status());
            }
            List<Object> pairs = answer.status() == 404 ? List.of() : Json.list(Json.parse(answer.bytes()));
            for (Object pair : pairs) {
                exported.add(entry(Json.map(pair)));
            }
        }
        api.console().line(JsonText.indented(exported, "\t"));
        return 0;
    }

    private static Map<String, Object> entry(Map<String, Object> pair) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("key", pair.get("Key"));
        entry.put("flags", pair.get("Flags"));
        entry.put("value", Json.text(pair, "Value"));
        if (pair.containsKey("Namespace")) {
            entry.put("namespace", pair.get("Namespace"));
        }
        return entry;
    }
}

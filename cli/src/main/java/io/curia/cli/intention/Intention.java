package io.curia.cli.intention;

import io.curia.cli.api.Api;
import io.curia.cli.api.ApiException;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.Failure;
import java.io.IOException;
import java.util.Map;

/** What the intention commands have in common. */
final class Intention {

    static final String ROOT = "/v1/connect/intentions";
    static final String EXACT = ROOT + "/exact";

    private Intention() {
    }

    /** {@code a => b (allow)}. */
    static String line(Map<String, Object> intention) {
        String action = Json.text(intention, "Action");
        if (action.isEmpty()) {
            Object permissions = intention.get("Permissions");
            int count = permissions instanceof java.util.List ? ((java.util.List<?>) permissions).size() : 0;
            action = count + " permission" + (count == 1 ? "" : "s");
        }
        return Json.text(intention, "SourceName") + " => " + Json.text(intention, "DestinationName") + " (" + action + ")";
    }

    static Query pair(Query query, String source, String destination) {
        return query.set("source", source).set("destination", destination);
    }

    /** The intention named by its ID or by source and destination. */
    static Map<String, Object> find(Api api, String[] args) throws Failure, IOException {
        if (args.length == 1) {
            return api.getMap(ROOT + "/" + Query.path(args[0]), api.query());
        }
        try {
            return api.getMap(EXACT, pair(api.query(), args[0], args[1]));
        } catch (ApiException e) {
            if (e.status() == 404) {
                throw new Failure("Intention not found with source \"" + args[0] + "\" and destination \"" + args[1] + "\"");
            }
            throw e;
        }
    }
}

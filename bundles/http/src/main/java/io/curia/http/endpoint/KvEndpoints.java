package io.curia.http.endpoint;

import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Meta;
import io.curia.http.call.Query;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import io.curia.http.render.KvJson;
import io.curia.http.text.GoText;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The key-value store (reference: http-api, section 7). */
public final class KvEndpoints {
    private static final HttpField NOSNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField SANDBOX = new PreEncodedHttpField("Content-Security-Policy", "sandbox");
    private static final Reply<KvEntry> PAIR = KvEndpoints::sendPair;
    private static final Reply<KvEntry> RAW = KvEndpoints::sendRaw;
    private static final Reply<List<KvEntry>> PAIRS = KvEndpoints::sendPairs;
    private static final Reply<List<String>> NAMES = KvEndpoints::sendNames;
    private static final Reply<List<String>> ALL_NAMES = Reply.json();

    private KvEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/kv/", KvEndpoints::handle, "GET", "PUT", "DELETE").namespaced());
    }

    private static void handle(Call call) {
        switch (call.method()) {
            case "GET" -> get(call);
            case "PUT" -> put(call);
            default -> delete(call);
        }
    }

    private static void get(Call call) {
        Query query = call.query();
        String key = call.suffix();
        var options = call.unfiltered();
        if (query == Query.NONE) {
            requireKey(key);
            call.read(KvOperations.GET, new KvOperations.GetRequest(key), options, Meta.ANSWERED, PAIR);
        } else if (query.has("keys")) {
            String separator = query.get("separator");
            separator = separator.isEmpty() ? query.get("seperator") : separator;
            call.read(KvOperations.LIST_KEYS, new KvOperations.KeysRequest(key, separator), options, Meta.ANSWERED,
                    key.isEmpty() ? ALL_NAMES : NAMES);
        } else if (query.has("recurse")) {
            call.read(KvOperations.LIST, new KvOperations.ListRequest(key), options, Meta.ANSWERED, PAIRS);
        } else {
            requireKey(key);
            call.read(KvOperations.GET, new KvOperations.GetRequest(key), options, Meta.ANSWERED,
                    query.has("raw") ? RAW : PAIR);
        }
    }

    private static void requireKey(String key) {
        if (key.isEmpty()) {
            throw CuriaException.badRequest("Missing key name");
        }
    }

    private static void sendPair(Call call, Answer<KvEntry> answer) {
        if (answer.value() == null) {
            call.empty(404);
        } else {
            call.json(200, answer.<Encoded>encoded(KvJson::one));
        }
    }

    private static void sendRaw(Call call, Answer<KvEntry> answer) {
        KvEntry entry = answer.value();
        if (entry == null) {
            call.empty(404);
            return;
        }
        call.headers().add(NOSNIFF);
        call.headers().add(SANDBOX);
        call.content(200, Headers.PLAIN, entry.value() == null ? new byte[0] : entry.value());
    }

    private static void sendPairs(Call call, Answer<List<KvEntry>> answer) {
        if (answer.value().isEmpty()) {
            call.empty(404);
        } else {
            call.json(200, answer.<Encoded>encoded(KvJson::list));
        }
    }

    private static void sendNames(Call call, Answer<List<String>> answer) {
        if (answer.value().isEmpty()) {
            call.empty(404);
        } else {
            ALL_NAMES.send(call, answer);
        }
    }

    private static void put(Call call) {
        Query query = call.query();
        String key = call.suffix();
        WriteOptions options = call.writeOptions();
        requireKey(key);
        if (query == Query.NONE) {
            call.body(call.settings().maxValueSize(), value -> apply(call, Verb.SET, key, value, 0, 0, "", options));
            return;
        }
        boolean cas = query.has("cas");
        boolean acquire = query.has("acquire");
        boolean release = query.has("release");
        if (cas && (acquire || release) || acquire && release) {
            conflict(query);
        }
        long flags = query.has("flags") ? uint(query.get("flags")) : 0;
        long index = cas ? uint(query.get("cas")) : 0;
        String session = acquire ? query.get("acquire") : release ? query.get("release") : "";
        Verb verb = cas ? Verb.CAS : acquire ? Verb.LOCK : release ? Verb.UNLOCK : Verb.SET;
        call.body(call.settings().maxValueSize(),
                value -> apply(call, verb, key, value, flags, index, session, options));
    }

    private static void apply(Call call, Verb verb, String key, byte[] value, long flags, long index, String session,
            WriteOptions options) {
        byte[] stored = value == null || value.length == 0 ? null : value;
        call.write(KvOperations.APPLY, new ApplyRequest(verb, key, stored, flags, index, session), options, call::json);
    }

    private static void delete(Call call) {
        Query query = call.query();
        String key = call.suffix();
        WriteOptions options = call.writeOptions();
        boolean recurse = query.has("recurse");
        boolean cas = query.has("cas");
        if (recurse && cas) {
            conflict(query);
        }
        if (!recurse) {
            requireKey(key);
        }
        long index = cas ? uint(query.get("cas")) : 0;
        Verb verb = recurse ? Verb.DELETE_TREE : cas ? Verb.DELETE_CAS : Verb.DELETE;
        apply(call, verb, key, null, 0, index, "", options);
    }

    private static void conflict(Query query) {
        throw CuriaException.badRequest("Conflicting flags: " + query.encode());
    }

    private static long uint(String text) {
        try {
            return GoText.parseUint(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.failed(e.getMessage());
        }
    }
}

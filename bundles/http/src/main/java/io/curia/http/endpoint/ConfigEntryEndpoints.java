package io.curia.http.endpoint;

import io.curia.api.model.ConfigEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Query;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configuration entries (reference: http-api, section 11). */
public final class ConfigEntryEndpoints {
    private static final String BAD = "Bad request: Request decoding failed: ";

    private ConfigEntryEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/config", ConfigEntryEndpoints::put, "PUT").namespaced());
        routes.add(new Route("/v1/config/", ConfigEntryEndpoints::handle, "GET", "DELETE").namespaced());
    }

    private static void handle(Call call) {
        String path = call.suffix();
        int slash = path.indexOf('/');
        String kind = slash < 0 ? path : path.substring(0, slash);
        String name = slash < 0 ? "" : path.substring(slash + 1);
        if (call.method().equals("DELETE")) {
            delete(call, slash >= 0, kind, name);
        } else if (slash < 0) {
            list(call, kind);
        } else {
            get(call, kind, name);
        }
    }

    private static void put(Call call) {
        WriteOptions options = call.writeOptions();
        Query query = call.query();
        call.body(body -> {
            ConfigEntry entry = decode(call, body);
            long cas = query.has("cas") ? cas(query.get("cas")) : -1;
            call.write(ConfigEntryOperations.APPLY, new ConfigEntryOperations.ApplyRequest(entry, cas), options,
                    call::json);
        });
    }

    private static ConfigEntry decode(Call call, byte[] body) {
        try {
            Map<String, Object> given = call.services().codec().parse(body, Map.class, false);
            Object kind = given == null ? null : given.getOrDefault("Kind", given.get("kind"));
            if (kind == null) {
                throw CuriaException.badRequest("Payload does not contain a kind/Kind key at the top level");
            }
            String known = String.valueOf(kind);
            if (!ConfigEntryKinds.known(known)) {
                throw CuriaException.badRequest("invalid config entry kind: " + known);
            }
            Map<String, Object> fields = ConfigEntryKinds.normalized(known, given);
            fields.remove("Kind");
            fields.remove("CreateIndex");
            fields.remove("ModifyIndex");
            Object name = fields.remove("Name");
            return new ConfigEntry(known, name == null ? "" : String.valueOf(name), fields, 0, 0);
        } catch (CuriaException e) {
            throw CuriaException.badRequest(BAD + e.getMessage());
        }
    }

    private static long cas(String text) {
        try {
            return GoText.parseUint(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.failed(e.getMessage());
        }
    }

    private static void list(Call call, String kind) {
        ReadOptions options = call.readOptions();
        if (!kind.isEmpty()) {
            ConfigEntryKinds.require(kind);
        }
        Reply<List<ConfigEntry>> reply = (it, answer) ->
                it.json((Object) answer.value().stream().map(ConfigEntryEndpoints::shown).toList());
        call.read(ConfigEntryOperations.LIST, new ConfigEntryOperations.ListRequest(kind), unfiltered(options),
                Meta.INDEX, reply);
    }

    /** The reference ignores filters here. */
    private static ReadOptions unfiltered(ReadOptions options) {
        return options.filter().isEmpty() ? options : new ReadOptions(options.datacenter(), options.token(),
                options.minIndex(), options.waitMillis(), options.consistency(), options.maxStaleMillis(), "");
    }

    private static void get(Call call, String kind, String name) {
        ReadOptions options = call.readOptions();
        ConfigEntryKinds.require(kind);
        Reply<ConfigEntry> reply = (it, answer) -> send(it, answer, kind, name);
        call.read(ConfigEntryOperations.GET, new ConfigEntryOperations.KeyRequest(kind, name), unfiltered(options),
                Meta.INDEX, reply);
    }

    private static void send(Call call, Answer<ConfigEntry> answer, String kind, String name) {
        if (answer.value() == null) {
            call.text(404, "Config entry not found for " + GoText.quote(kind) + " / " + GoText.quote(name));
        } else {
            call.json((Object) shown(answer.value()));
        }
    }

    private static Map<String, Object> shown(ConfigEntry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("Kind", entry.kind());
        shown.put("Name", entry.name());
        if (entry.body() != null) {
            shown.putAll(entry.body());
        }
        ConfigEntryKinds.addDefaults(entry.kind(), shown);
        shown.put("CreateIndex", entry.createIndex());
        shown.put("ModifyIndex", entry.modifyIndex());
        return shown;
    }

    private static void delete(Call call, boolean named, String kind, String name) {
        WriteOptions options = call.writeOptions();
        if (!named) {
            throw CuriaException.notFound("Must provide both a kind and name to delete");
        }
        if (!ConfigEntryKinds.known(kind)) {
            throw CuriaException.badRequest("invalid config entry kind: " + kind);
        }
        call.write(ConfigEntryOperations.DELETE, new ConfigEntryOperations.KeyRequest(kind, name), options,
                done -> call.json((Object) Map.of()));
    }
}

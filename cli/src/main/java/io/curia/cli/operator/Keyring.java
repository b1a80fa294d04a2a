package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul keyring}. */
public final class Keyring extends ApiCommand {

    private static final int MAX_RELAY = 5;
    private static final String PATH = "/v1/operator/keyring";

    private final Flag list = flags.bool("list", "Show the keys the members have.");
    private final Flag primary = flags.bool("list-primary", "Show the keys the members encrypt with.");
    private final Flag install = flags.text("install", "", "Give this key to all members.");
    private final Flag use = flags.text("use", "", "Make all members encrypt with this key, which they must have.");
    private final Flag remove = flags.text("remove", "", "Take this key from all members; not the one in use.");
    private final Flag relay = flags.integer("relay-factor", 0, "Members that repeat each answer, 0 to 5.");
    private final Flag local = flags.bool("local-only", "Ask only the local servers; only with the lists.");

    public Keyring() {
        super(ClientFlags.Scope.AGENT, "keyring [options]", "Manages the keys that encrypt gossip, in all datacenters. Wants exactly one action.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        int actions = (list.on() ? 1 : 0) + (primary.on() ? 1 : 0) + given(install) + given(use) + given(remove);
        if (actions == 0) {
            throw new Failure(help());
        }
        if (actions > 1) {
            throw new Failure("Only a single action is allowed");
        }
        if (relay.number() < 0 || relay.number() > MAX_RELAY) {
            throw new Failure("Error parsing relay factor: Relay factor must be in range: [0, 5]");
        }
        boolean listing = list.on() || primary.on();
        if (local.on() && !listing) {
            throw new Failure("Error setting local-only: local-only can only be set for list requests");
        }
        during("error");
        Query query = new Query();
        if (relay.number() != 0) {
            query.set("relay-factor", Long.toString(relay.number()));
        }
        if (listing) {
            show(api, query);
        } else {
            change(api, query);
        }
        return 0;
    }

    private static int given(Flag flag) {
        return flag.text().isEmpty() ? 0 : 1;
    }

    private void show(Api api, Query query) throws IOException {
        api.console().line(primary.on() ? "==> Gathering installed primary encryption keys..." : "==> Gathering installed encryption keys...");
        if (local.on()) {
            query.set("local-only", "true");
        }
        for (Object element : api.getList(PATH, query)) {
            Map<String, Object> pool = Json.map(element);
            String segment = Json.text(pool, "Segment");
            String name = Json.flag(pool, "WAN") ? "WAN" : Json.text(pool, "Datacenter") + " (LAN)"
                + (segment.isEmpty() ? "" : " [" + segment + "]");
            api.console().line("\n" + name + ":");
            for (Map.Entry<String, Object> message : new TreeMap<>(Json.map(pool.get("Messages"))).entrySet()) {
                api.console().line("  ===> " + message.getKey() + ": " + message.getValue());
            }
            Map<String, Object> keys = Json.map(pool.get(primary.on() ? "PrimaryKeys" : "Keys"));
            for (Map.Entry<String, Object> key : new TreeMap<>(keys).entrySet()) {
                api.console().line("  " + key.getKey() + " [" + key.getValue() + "/" + pool.get("NumNodes") + "]");
            }
        }
    }

    private void change(Api api, Query query) throws IOException {
        String method;
        String key;
        if (!install.text().isEmpty()) {
            api.console().line("==> Installing new gossip encryption key...");
            method = "POST";
            key = install.text();
        } else if (!use.text().isEmpty()) {
            api.console().line("==> Changing primary gossip encryption key...");
            method = "PUT";
            key = use.text();
        } else {
            api.console().line("==> Removing gossip encryption key...");
            method = "DELETE";
            key = remove.text();
        }
        api.exchange(method, PATH, query, Map.of("Key", key));
    }
}

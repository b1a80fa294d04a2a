package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.Input;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ApiException;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code consul intention create}. */
public final class IntentionCreate extends ApiCommand {

    private final Flag allow = flags.bool("allow", "Allow connections; the default.");
    private final Flag deny = flags.bool("deny", "Deny connections.");
    private final Flag file = flags.bool("file", "Arguments are JSON files with one intention each.");
    private final Flag meta = flags.map("meta", "Metadata; may be given more than once.");
    private final Flag replace = flags.bool("replace", "Change an intention that exists already.");

    public IntentionCreate() {
        super(ClientFlags.Scope.NAMESPACED, "intention create [options] SOURCE DESTINATION",
            "Says whether one service may connect to another.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (allow.on() && deny.on()) {
            throw new Failure("Only one of -allow or -deny may be specified.");
        }
        for (Map<String, Object> intention : intentions(args)) {
            String line = Intention.line(intention);
            if (replace.on() && replaced(api, intention)) {
                continue;
            }
            during("Error creating intention \"" + line + "\"");
            api.exchange("POST", Intention.ROOT, api.writeQuery(), intention);
            api.console().line("Created: " + line);
        }
        return 0;
    }

    private boolean replaced(Api api, Map<String, Object> intention) throws IOException {
        String source = Json.text(intention, "SourceName");
        String destination = Json.text(intention, "DestinationName");
        during("Error looking up intention for replacement with source \"" + source + "\" and destination \"" + destination + "\"");
        Map<String, Object> old;
        try {
            old = api.getMap(Intention.EXACT, Intention.pair(api.query(), source, destination));
        } catch (ApiException e) {
            if (e.status() == 404) {
                return false;
            }
            throw e;
        }
        during("Error replacing intention with source \"" + source + "\" and destination \"" + destination + "\"");
        Map<String, Object> changed = new LinkedHashMap<>(intention);
        if (old.get("Description") != null) {
            changed.putIfAbsent("Description", old.get("Description"));
        }
        api.exchange("PUT", Intention.EXACT, Intention.pair(api.writeQuery(), source, destination), changed);
        return true;
    }

    private List<Map<String, Object>> intentions(String[] args) throws Failure {
        List<Map<String, Object>> intentions = new ArrayList<>();
        if (!file.on()) {
            if (args.length != 2) {
                throw new Failure("Error: Must specify two arguments: source and destination");
            }
            Map<String, Object> intention = new LinkedHashMap<>();
            intention.put("SourceName", args[0]);
            intention.put("DestinationName", args[1]);
            intention.put("SourceType", "consul");
            intention.put("Action", deny.on() ? "deny" : "allow");
            if (!meta.map().isEmpty()) {
                intention.put("Meta", meta.map());
            }
            intentions.add(intention);
            return intentions;
        }
        for (String path : args) {
            try {
                intentions.add(Json.map(Json.parse(Input.read(null, "@" + path))));
            } catch (IOException e) {
                throw new Failure("Error: " + e.getMessage());
            }
        }
        return intentions;
    }
}

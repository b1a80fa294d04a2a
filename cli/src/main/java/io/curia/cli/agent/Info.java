package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul info}. */
public final class Info extends ApiCommand {

    public Info() {
        super(ClientFlags.Scope.AGENT, "info [options]", "Shows figures about the agent, grouped by the part they come from.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error querying agent");
        Map<String, Object> stats = Json.map(api.getMap("/v1/agent/self", new Query()).get("Stats"));
        for (Map.Entry<String, Object> section : new TreeMap<>(stats).entrySet()) {
            api.console().line(section.getKey() + ":");
            for (Map.Entry<String, Object> figure : new TreeMap<>(Json.map(section.getValue())).entrySet()) {
                api.console().line("\t" + figure.getKey() + " = " + figure.getValue());
            }
        }
        return 0;
    }
}

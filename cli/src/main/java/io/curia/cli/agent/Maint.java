package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;

/** {@code consul maint}. */
public final class Maint extends ApiCommand {

    private static final String NODE_CHECK = "_node_maintenance";
    private static final String SERVICE_CHECK = "_service_maintenance:";

    private final Flag enable = flags.bool("enable", "Begin maintenance.");
    private final Flag disable = flags.bool("disable", "End maintenance.");
    private final Flag reason = flags.text("reason", "", "Why, for those who look at the checks.");
    private final Flag service = flags.text("service", "", "Only this service (its ID), not the whole node.");

    public Maint() {
        super(ClientFlags.Scope.AGENT, "maint [options]",
            "Takes the node or one of its services out of use, or back into it. Without flags, shows what is in maintenance.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (enable.on() && disable.on()) {
            throw new Failure("Only one of -enable or -disable may be provided");
        }
        if (!enable.on() && !reason.text().isEmpty()) {
            throw new Failure("Reason may only be provided with -enable");
        }
        if (!enable.on() && !disable.on()) {
            if (!service.text().isEmpty()) {
                throw new Failure("Service requires either -enable or -disable");
            }
            return list(api);
        }
        String id = service.text();
        String state = enable.on() ? "enabled" : "disabled";
        Query query = new Query().set("enable", enable.on() ? "true" : "false");
        if (enable.on()) {
            query.set("reason", reason.text());
        }
        during("Error " + (enable.on() ? "enabling" : "disabling") + (id.isEmpty() ? " node" : " service") + " maintenance");
        if (id.isEmpty()) {
            api.put("/v1/agent/maintenance", query, null);
            api.console().line("Node maintenance is now " + state);
        } else {
            api.put("/v1/agent/service/maintenance/" + Query.path(id), query, null);
            api.console().line("Service maintenance is now " + state + " for \"" + id + "\"");
        }
        return 0;
    }

    private int list(Api api) throws IOException {
        during("Error querying Consul agent");
        Map<String, Object> self = api.getMap("/v1/agent/self", new Query());
        String node = Json.text(Json.map(self.get("Config")), "NodeName");
        during("Error getting checks");
        for (Map.Entry<String, Object> entry : api.getMap("/v1/agent/checks", new Query()).entrySet()) {
            Map<String, Object> check = Json.map(entry.getValue());
            String id = Json.text(check, "CheckID");
            if (id.equals(NODE_CHECK)) {
                api.console().line("Node:\n  Name:   " + node + "\n  Reason: " + Json.text(check, "Notes") + "\n");
            } else if (id.startsWith(SERVICE_CHECK)) {
                api.console().line("Service:\n  ID:     " + id.substring(SERVICE_CHECK.length()) + "\n  Reason: "
                    + Json.text(check, "Notes") + "\n");
            }
        }
        return 0;
    }
}

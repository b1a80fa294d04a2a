package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import io.curia.cli.text.Tabs;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul operator autopilot state}. */
public final class AutopilotState extends ApiCommand {

    private static final String[][] SERVER = {{"Name", "Name"}, {"Address", "Address"}, {"Version", "Version"}, {"Status", "Status"},
        {"Node Type", "NodeType"}, {"Node Status", "NodeStatus"}, {"Healthy", "Healthy"}, {"Last Contact", "LastContact"},
        {"Last Term", "LastTerm"}, {"Last Index", "LastIndex"}};

    private final Flag format = flags.text("format", "pretty", "Output as 'pretty' or 'json'.");

    public AutopilotState() {
        super(ClientFlags.Scope.SERVER, "operator autopilot state [options]", "Shows how healthy the servers are.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (!format.text().equals("pretty") && !format.text().equals("json")) {
            throw new Failure("Unknown format: " + format.text());
        }
        during("Error getting Autopilot state");
        Map<String, Object> state = api.getMap("/v1/operator/autopilot/state", api.query());
        api.console().line(format.text().equals("json") ? JsonText.indented(state, "    ") : pretty(state));
        return 0;
    }

    private static String pretty(Map<String, Object> state) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Healthy:\t").append(Json.flag(state, "Healthy"));
        text.append("\nFailure Tolerance:\t").append(Json.text(state, "FailureTolerance"));
        text.append("\nOptimistic Failure Tolerance:\t").append(Json.text(state, "OptimisticFailureTolerance"));
        text.append("\nLeader:\t").append(Json.text(state, "Leader"));
        StringBuilder lists = new StringBuilder("\nVoters:\n");
        for (Object voter : Json.list(state.get("Voters"))) {
            lists.append("   ").append(voter).append('\n');
        }
        lists.append("Servers:");
        for (Map.Entry<String, Object> entry : new TreeMap<>(Json.map(state.get("Servers"))).entrySet()) {
            lists.append("\n   ").append(entry.getKey()).append('\n').append(server(Json.map(entry.getValue())));
        }
        return Tabs.layout(text.toString(), 1) + lists;
    }

    private static String server(Map<String, Object> server) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String[] field : SERVER) {
            text.append(text.length() == 0 ? "" : "\n").append("      ").append(field[0]).append(":\t").append(Json.text(server, field[1]));
        }
        String fields = Tabs.layout(text.toString(), 1);
        Map<String, Object> meta = new TreeMap<>(Json.map(server.get("Meta")));
        if (meta.isEmpty()) {
            return fields;
        }
        StringBuilder pairs = new StringBuilder();
        for (Map.Entry<String, Object> pair : meta.entrySet()) {
            pairs.append(pairs.length() == 0 ? "" : "\n").append("         \"").append(pair.getKey()).append("\":\t\"")
                .append(pair.getValue()).append('"');
        }
        return fields + "\n      Meta\n" + Tabs.layout(pairs.toString(), 1);
    }
}

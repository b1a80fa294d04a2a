package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul rtt}. */
public final class Rtt extends ApiCommand {

    private static final double MILLIS = 1000.0;

    private final Flag wan = flags.bool("wan", "Estimate between servers of datacenters; names are NODE.DATACENTER.");

    public Rtt() {
        super(ClientFlags.Scope.AGENT, "rtt [options] NODE [OTHER]",
            "Estimates the network round trip between two nodes from their coordinates. OTHER is the agent's own node by default.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length < 1 || args.length > 2) {
            throw new Failure("One or two node names must be specified", Failure.Help.AFTER_BLANK_LINE);
        }
        String one = args[0];
        during("Unable to look up agent info");
        String other = args.length == 2 ? args[1] : own(api);
        if (wan.on()) {
            if (one.lastIndexOf('.') < 0 || other.lastIndexOf('.') < 0) {
                throw new Failure("Node names must be specified as <node name>.<datacenter> with -wan");
            }
            during("Error getting coordinates");
            estimate(api, one, wide(api, one), other, wide(api, other), "WAN");
            return 0;
        }
        during("Error getting coordinates");
        List<Object> nodes = api.getList("/v1/coordinate/nodes", new Query());
        lan(api, one, near(nodes, one), other, near(nodes, other));
        return 0;
    }

    private String own(Api api) throws IOException {
        Map<String, Object> config = Json.map(api.getMap("/v1/agent/self", new Query()).get("Config"));
        String node = Json.text(config, "NodeName");
        return wan.on() ? node + "." + Json.text(config, "Datacenter") : node;
    }

    private static void lan(Api api, String one, Map<String, Object> from, String other, Map<String, Object> to)
            throws Failure, IOException {
        for (Map.Entry<String, Object> entry : from.entrySet()) {
            if (to.containsKey(entry.getKey())) {
                estimate(api, one, Json.map(entry.getValue()), other, Json.map(to.get(entry.getKey())), "LAN");
                return;
            }
        }
        throw new Failure("Could not find compatible coordinates for nodes \"" + one + "\" and \"" + other + "\"");
    }

    /** A node's coordinates by network segment. */
    private static Map<String, Object> near(List<Object> nodes, String name) throws Failure, IOException {
        Map<String, Object> found = new TreeMap<>();
        for (Object element : nodes) {
            Map<String, Object> entry = Json.map(element);
            if (Json.text(entry, "Node").equals(name)) {
                found.put(Json.text(entry, "Segment"), entry.get("Coord"));
            }
        }
        if (found.isEmpty()) {
            throw new Failure("Could not find a coordinate for node \"" + name + "\"");
        }
        return found;
    }

    private static Map<String, Object> wide(Api api, String name) throws Failure, IOException {
        int dot = name.lastIndexOf('.');
        for (Object area : api.getList("/v1/coordinate/datacenters", new Query())) {
            Map<String, Object> datacenter = Json.map(area);
            if (!Json.text(datacenter, "Datacenter").equals(name.substring(dot + 1))) {
                continue;
            }
            for (Object element : Json.list(datacenter.get("Coordinates"))) {
                Map<String, Object> entry = Json.map(element);
                String node = Json.text(entry, "Node");
                if (node.equals(name) || node.equals(name.substring(0, dot))) {
                    return Json.map(entry.get("Coord"));
                }
            }
        }
        throw new Failure("Could not find a coordinate for node \"" + name + "\"");
    }

    private static void estimate(Api api, String one, Map<String, Object> from, String other, Map<String, Object> to, String pool)
            throws Failure, IOException {
        List<Object> here = Json.list(from.get("Vec"));
        List<Object> there = Json.list(to.get("Vec"));
        if (here.size() != there.size()) {
            throw new Failure("Could not find compatible coordinates for nodes \"" + one + "\" and \"" + other + "\"");
        }
        double sum = 0;
        for (int i = 0; i < here.size(); i++) {
            double difference = ((Number) here.get(i)).doubleValue() - ((Number) there.get(i)).doubleValue();
            sum += difference * difference;
        }
        double distance = Math.sqrt(sum) + number(from, "Height") + number(to, "Height");
        double adjusted = distance + number(from, "Adjustment") + number(to, "Adjustment");
        double millis = (adjusted > 0 ? adjusted : distance) * MILLIS;
        api.console().line("Estimated " + one + " <-> " + other + " rtt: " + String.format(Locale.ROOT, "%.3f", millis)
            + " ms (using " + pool + " coordinates)");
    }

    private static double number(Map<String, Object> coordinate, String name) {
        Object value = coordinate.get(name);
        return value instanceof Number ? ((Number) value).doubleValue() : 0;
    }
}

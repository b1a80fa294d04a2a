package io.curia.cli.catalog;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul catalog nodes}. */
public final class Nodes extends ApiCommand {

    private static final int SHORT_ID = 8;

    private final Flag detailed = flags.bool("detailed", "Show whole IDs, tagged addresses and metadata.");
    private final Flag filter = flags.text("filter", "", "Show only nodes for which this expression holds.");
    private final Flag near = flags.text("near", "", "Show nodes that are near to this node first; _agent is the agent's own.");
    private final Flag meta = flags.map("node-meta", "Show only nodes with this metadata; may be given more than once.");
    private final Flag service = flags.text("service", "", "Show only nodes that offer this service.");

    public Nodes() {
        super(ClientFlags.Scope.SERVER, "catalog nodes [options]", "Lists the nodes of a datacenter.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Too many arguments (expected 0, got " + args.length + ")");
        }
        Query query = api.query().setIfAny("near", near.text()).setIfAny("filter", filter.text());
        for (Map.Entry<String, String> pair : meta.map().entrySet()) {
            query.add("node-meta", pair.getKey() + ":" + pair.getValue());
        }
        during("Error listing nodes");
        String path = service.text().isEmpty() ? "/v1/catalog/nodes" : "/v1/catalog/service/" + Query.path(service.text());
        List<Object> nodes = api.getList(path, query);
        if (nodes.isEmpty()) {
            api.console().error("No nodes match the given query - try expanding your search.");
            return 0;
        }
        api.console().line(table(nodes));
        return 0;
    }

    private String table(List<Object> nodes) throws IOException {
        Columns table = new Columns();
        if (detailed.on()) {
            table.row("Node", "ID", "Address", "DC", "TaggedAddresses", "Meta");
        } else {
            table.row("Node", "ID", "Address", "DC");
        }
        for (Object element : nodes) {
            Map<String, Object> node = Json.map(element);
            String id = Json.text(node, "ID");
            if (detailed.on()) {
                Object own = node.containsKey("NodeMeta") ? node.get("NodeMeta") : node.get("Meta");
                table.row(Json.text(node, "Node"), id, Json.text(node, "Address"), Json.text(node, "Datacenter"),
                    pairs(node.get("TaggedAddresses")), pairs(own));
            } else {
                table.row(Json.text(node, "Node"), id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id,
                    Json.text(node, "Address"), Json.text(node, "Datacenter"));
            }
        }
        return table.toString();
    }

    private static String pairs(Object map) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Object> entry : new TreeMap<>(Json.map(map)).entrySet()) {
            text.append(text.length() == 0 ? "" : ", ").append(entry.getKey()).append('=').append(entry.getValue());
        }
        return text.toString();
    }
}

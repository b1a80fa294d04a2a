package io.curia.cli.catalog;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.Tabs;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code consul catalog services}. */
public final class Services extends ApiCommand {

    private static final int PADDING = 6;

    private final Flag node = flags.text("node", "", "Show only the services of this node.");
    private final Flag meta = flags.map("node-meta", "Show only services on nodes with this metadata; may be given more than once.");
    private final Flag tags = flags.bool("tags", "Show each service's tags.");

    public Services() {
        super(ClientFlags.Scope.NAMESPACED, "catalog services [options]", "Lists the services of a datacenter.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Too many arguments (expected 0, got " + args.length + ")");
        }
        Query query = api.query();
        for (Map.Entry<String, String> pair : meta.map().entrySet()) {
            query.add("node-meta", pair.getKey() + ":" + pair.getValue());
        }
        during("Error listing services");
        TreeMap<String, TreeSet<String>> services = node.text().isEmpty() ? all(api, query) : ofNode(api, query);
        if (services.isEmpty()) {
            api.console().error("No services match the given query - try expanding your search.");
            return 0;
        }
        api.console().line(tags.on() ? tagged(services) : String.join("\n", services.keySet()));
        return 0;
    }

    private static TreeMap<String, TreeSet<String>> all(Api api, Query query) throws IOException {
        TreeMap<String, TreeSet<String>> services = new TreeMap<>();
        for (Map.Entry<String, Object> entry : api.getMap("/v1/catalog/services", query).entrySet()) {
            services.put(entry.getKey(), strings(entry.getValue()));
        }
        return services;
    }

    private TreeMap<String, TreeSet<String>> ofNode(Api api, Query query) throws IOException {
        TreeMap<String, TreeSet<String>> services = new TreeMap<>();
        Map<String, Object> answer = api.getMap("/v1/catalog/node/" + Query.path(node.text()), query);
        for (Object element : Json.map(answer.get("Services")).values()) {
            Map<String, Object> service = Json.map(element);
            String name = Json.text(service, "Service");
            services.computeIfAbsent(name, absent -> new TreeSet<>()).addAll(strings(service.get("Tags")));
        }
        return services;
    }

    private static TreeSet<String> strings(Object list) throws IOException {
        TreeSet<String> strings = new TreeSet<>();
        for (Object element : Json.list(list)) {
            strings.add(String.valueOf(element));
        }
        return strings;
    }

    private static String tagged(TreeMap<String, TreeSet<String>> services) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, TreeSet<String>> entry : services.entrySet()) {
            text.append(text.length() == 0 ? "" : "\n").append(entry.getKey()).append('\t').append(String.join(",", entry.getValue()));
        }
        return Tabs.layout(text.toString(), PADDING).stripTrailing();
    }
}

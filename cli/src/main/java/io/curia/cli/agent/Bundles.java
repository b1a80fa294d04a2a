package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import io.curia.cli.text.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code consul bundles}: the parts the agent is made of, and why one does not work. */
public final class Bundles extends ApiCommand {

    private final Flag detailed = flags.bool("detailed", "Show the components of each bundle and what they lack.");
    private final Flag format = flags.text("format", "pretty", "Output as 'pretty' or 'json'.");

    public Bundles() {
        super(ClientFlags.Scope.AGENT, "bundles [options]", "Lists the agent's bundles with their state.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Too many arguments (expected 0, got " + args.length + ")");
        }
        if (!format.text().equals("pretty") && !format.text().equals("json")) {
            throw new Failure("Unknown format: " + format.text());
        }
        during("Error listing bundles");
        List<Object> bundles = api.getList("/v1/agent/bundles", new Query());
        if (format.text().equals("json")) {
            api.console().line(JsonText.indented(bundles, "    "));
        } else {
            api.console().line(detailed.on() ? details(bundles) : table(bundles));
        }
        return 0;
    }

    private static String table(List<Object> bundles) throws IOException {
        Columns table = new Columns().row("ID", "Name", "Version", "State", "Problem");
        for (Object element : bundles) {
            Map<String, Object> bundle = Json.map(element);
            table.row(Json.text(bundle, "ID"), Json.text(bundle, "Name"), Json.text(bundle, "Version"), Json.text(bundle, "State"),
                Json.text(bundle, "Problem"));
        }
        return table.toString();
    }

    private static String details(List<Object> bundles) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Object element : bundles) {
            Map<String, Object> bundle = Json.map(element);
            text.append(text.length() == 0 ? "" : "\n").append(Json.text(bundle, "Name")).append(":\n");
            field(text, "   ID:       ", Json.text(bundle, "ID"));
            field(text, "   Version:  ", Json.text(bundle, "Version"));
            field(text, "   State:    ", Json.text(bundle, "State"));
            field(text, "   Problem:  ", Json.text(bundle, "Problem"));
            List<Object> components = Json.list(bundle.get("Components"));
            if (!components.isEmpty()) {
                text.append("   Components:\n");
            }
            for (Object part : components) {
                component(text, Json.map(part));
            }
        }
        return text.length() == 0 ? "" : text.substring(0, text.length() - 1);
    }

    private static void component(StringBuilder text, Map<String, Object> component) throws IOException {
        text.append("      ").append(Json.text(component, "Name")).append(" (").append(Json.text(component, "State")).append(")\n");
        for (Object reason : Json.list(component.get("Unsatisfied"))) {
            text.append("         ").append(reason).append('\n');
        }
        field(text, "         failure: ", Json.text(component, "Failure"));
    }

    private static void field(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(label).append(value).append('\n');
        }
    }
}

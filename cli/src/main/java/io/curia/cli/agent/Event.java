package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.GoRegex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code consul event}. */
public final class Event extends ApiCommand {

    private final Flag name = flags.text("name", "", "Name of the event.");
    private final Flag node = flags.text("node", "", "Only nodes whose name matches this regular expression.");
    private final Flag service = flags.text("service", "", "Only nodes with a service that matches this regular expression.");
    private final Flag tag = flags.text("tag", "", "Only services with a tag that matches; needs -service.");

    public Event() {
        super(ClientFlags.Scope.AGENT, "event [options] [PAYLOAD]", "Sends an event to the agents of the datacenter.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (name.text().isEmpty()) {
            throw new Failure("Event name must be specified", Failure.Help.AFTER_BLANK_LINE);
        }
        check(node, "node");
        check(service, "service");
        check(tag, "tag");
        if (!tag.text().isEmpty() && service.text().isEmpty()) {
            throw new Failure("Cannot provide tag filter without service filter.");
        }
        if (args.length > 1) {
            throw new Failure("Too many command line arguments.", Failure.Help.AFTER_BLANK_LINE);
        }
        byte[] payload = args.length == 0 ? null : args[0].getBytes(StandardCharsets.UTF_8);
        Query query = new Query().setIfAny("node", node.text()).setIfAny("service", service.text()).setIfAny("tag", tag.text());
        during("Error firing event");
        Object answer = Json.parse(api.put("/v1/event/fire/" + Query.path(name.text()), query, payload));
        api.console().line("Event ID: " + Json.text(Json.map(answer), "ID"));
        return 0;
    }

    private static void check(Flag flag, String what) throws Failure {
        try {
            GoRegex.compile(flag.text());
        } catch (IllegalArgumentException e) {
            throw new Failure("Failed to compile " + what + " filter regexp: " + e.getMessage());
        }
    }
}

package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;

/** {@code consul intention match}. */
public final class IntentionMatch extends ApiCommand {

    private final Flag destination = flags.bool("destination", "NAME is where connections go to; the default.");
    private final Flag source = flags.bool("source", "NAME is where connections come from.");

    public IntentionMatch() {
        super(ClientFlags.Scope.NAMESPACED, "intention match [options] NAME",
            "Lists the intentions that apply to a service, in the order in which they are tried.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1) {
            throw new Failure("Error: command requires exactly one argument: src or dst");
        }
        if (source.on() && destination.on()) {
            throw new Failure("Error: only one of -source or -destination may be specified");
        }
        during("Error matching the connection");
        Query query = api.query().set("by", source.on() ? "source" : "destination").set("name", args[0]);
        for (Object matches : api.getMap(Intention.ROOT + "/match", query).values()) {
            for (Object intention : Json.list(matches)) {
                api.console().line(Intention.line(Json.map(intention)));
            }
        }
        return 0;
    }
}

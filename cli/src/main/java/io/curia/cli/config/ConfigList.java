package io.curia.cli.config;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;

/** {@code consul config list}. */
public final class ConfigList extends ApiCommand {

    private final Flag kind = flags.text("kind", "", "Kind of the entries.");

    public ConfigList() {
        super(ClientFlags.Scope.NAMESPACED, "config list [options] -kind KIND", "Lists the names of the configuration entries of a kind.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (kind.text().isEmpty()) {
            throw new Failure("Must specify the -kind parameter");
        }
        during("Error listing config entries for kind \"" + kind.text() + "\"");
        for (Object entry : api.getList("/v1/config/" + Query.path(kind.text()), api.query())) {
            api.console().line(Json.text(Json.map(entry), "Name"));
        }
        return 0;
    }
}

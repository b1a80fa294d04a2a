package io.curia.cli.config;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.JsonText;
import java.io.IOException;

/** {@code consul config read}. */
public final class ConfigRead extends ApiCommand {

    private final Flag kind = flags.text("kind", "", "Kind of the entry.");
    private final Flag name = flags.text("name", "", "Name of the entry.");

    public ConfigRead() {
        super(ClientFlags.Scope.NAMESPACED, "config read [options] -kind KIND -name NAME", "Shows one configuration entry as JSON.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (kind.text().isEmpty()) {
            throw new Failure("Must specify the -kind parameter");
        }
        if (name.text().isEmpty()) {
            throw new Failure("Must specify the -name parameter");
        }
        during("Error reading config entry " + kind.text() + "/" + name.text());
        Object entry = api.get("/v1/config/" + Query.path(kind.text()) + "/" + Query.path(name.text()), api.query());
        api.console().line(JsonText.indented(entry, "    "));
        return 0;
    }
}

package io.curia.cli.config;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul config delete}. */
public final class ConfigDelete extends ApiCommand {

    private final Flag kind = flags.text("kind", "", "Kind of the entry.");
    private final Flag name = flags.text("name", "", "Name of the entry.");

    public ConfigDelete() {
        super(ClientFlags.Scope.NAMESPACED, "config delete [options] -kind KIND -name NAME", "Deletes one configuration entry.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (kind.text().isEmpty()) {
            throw new Failure("Must specify the -kind parameter");
        }
        if (name.text().isEmpty()) {
            throw new Failure("Must specify the -name parameter");
        }
        during("Error deleting config entry " + kind.text() + "/" + name.text());
        api.exchange("DELETE", "/v1/config/" + Query.path(kind.text()) + "/" + Query.path(name.text()), api.writeQuery(), null);
        api.console().line("Config entry deleted: " + kind.text() + "/" + name.text());
        return 0;
    }
}

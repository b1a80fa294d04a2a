package io.curia.cli.services;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul services deregister}. */
public final class Deregister extends ApiCommand {

    private final Flag id = flags.text("id", "", "ID of the service.");

    public Deregister() {
        super(ClientFlags.Scope.NAMESPACED, "services deregister [options] [FILE ...]",
            "Removes services from the agent: one by its ID, or those defined in files.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (id.text().isEmpty() && args.length == 0) {
            throw new Failure("Service deregistration requires at least one argument or -id.");
        }
        if (!id.text().isEmpty() && args.length > 0) {
            throw new Failure("Service deregistration requires arguments or -id, not both.");
        }
        if (!id.text().isEmpty()) {
            deregister(api, id.text());
            return 0;
        }
        for (Definition definition : Definitions.read(api.env(), args)) {
            deregister(api, definition.id());
        }
        return 0;
    }

    private void deregister(Api api, String service) throws IOException {
        during("Error deregistering service \"" + service + "\"");
        api.put("/v1/agent/service/deregister/" + Query.path(service), api.writeQuery(), null);
        api.console().line("Deregistered service: " + service);
    }
}

package io.curia.cli.catalog;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul catalog datacenters}. */
public final class Datacenters extends ApiCommand {

    public Datacenters() {
        super(ClientFlags.Scope.SERVER, "catalog datacenters [options]", "Lists the datacenters, the nearest first.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Too many arguments (expected 0, got " + args.length + ")");
        }
        during("Error listing datacenters");
        for (Object name : api.getList("/v1/catalog/datacenters", new Query())) {
            api.console().line(String.valueOf(name));
        }
        return 0;
    }
}

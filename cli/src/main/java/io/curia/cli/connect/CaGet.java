package io.curia.cli.connect;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.json.JsonText;
import java.io.IOException;

/** {@code consul connect ca get-config}. */
public final class CaGet extends ApiCommand {

    public CaGet() {
        super(ClientFlags.Scope.SERVER, "connect ca get-config [options]", "Shows the configuration of the mesh's certificate authority as JSON.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error querying CA configuration");
        api.console().line(JsonText.indented(api.get("/v1/connect/ca/configuration", api.query()), "\t"));
        return 0;
    }
}

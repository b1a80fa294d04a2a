package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul reload}. */
public final class Reload extends ApiCommand {

    public Reload() {
        super(ClientFlags.Scope.AGENT, "reload [options]",
            "Makes the agent read its configuration, its definitions and its bundles again. What is wrong changes nothing.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error reloading");
        api.put("/v1/agent/reload", new Query(), null);
        api.console().line("Configuration reload triggered");
        return 0;
    }
}

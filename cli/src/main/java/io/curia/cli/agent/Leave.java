package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul leave}. */
public final class Leave extends ApiCommand {

    public Leave() {
        super(ClientFlags.Scope.AGENT, "leave [options]", "Makes the agent leave its cluster in order and end.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Error found unexpected args: [" + String.join(" ", args) + "]", Failure.Help.ON_OUTPUT);
        }
        during("Error leaving");
        api.put("/v1/agent/leave", new Query(), null);
        api.console().line("Graceful leave complete");
        return 0;
    }
}

package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul intention delete}. */
public final class IntentionDelete extends ApiCommand {

    public IntentionDelete() {
        super(ClientFlags.Scope.NAMESPACED, "intention delete [options] SOURCE DESTINATION | ID", "Deletes an intention.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1 && args.length != 2) {
            throw new Failure("Error: command requires exactly 1 or 2 arguments");
        }
        during("Error deleting the intention");
        if (args.length == 1) {
            api.exchange("DELETE", Intention.ROOT + "/" + Query.path(args[0]), api.writeQuery(), null);
        } else {
            api.exchange("DELETE", Intention.EXACT, Intention.pair(api.writeQuery(), args[0], args[1]), null);
        }
        api.console().line("Intention deleted.");
        return 0;
    }
}

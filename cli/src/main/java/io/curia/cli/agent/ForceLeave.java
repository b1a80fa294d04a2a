package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul force-leave}. */
public final class ForceLeave extends ApiCommand {

    private final Flag prune = flags.bool("prune", "Forget the member at once, so that it is not listed any more.");

    public ForceLeave() {
        super(ClientFlags.Scope.AGENT, "force-leave [options] NAME",
            "Declares a member that has failed as gone. One that is alive comes back by itself.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1) {
            throw new Failure("A single node name must be specified to force leave.", Failure.Help.AFTER_BLANK_LINE);
        }
        during("Error force leaving");
        Query query = new Query();
        if (prune.on()) {
            query.set("prune", "1");
        }
        api.put("/v1/agent/force-leave/" + Query.path(args[0]), query, null);
        return 0;
    }
}

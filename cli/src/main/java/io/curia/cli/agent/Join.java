package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul join}. */
public final class Join extends ApiCommand {

    private final Flag wan = flags.bool("wan", "Join a server to the servers of another datacenter.");

    public Join() {
        super(ClientFlags.Scope.AGENT, "join [options] ADDRESS ...",
            "Makes the agent join a cluster through any of its members. Address is host or host:port of the gossip interface.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure {
        if (args.length == 0) {
            throw new Failure("At least one address to join must be specified.", Failure.Help.AFTER_BLANK_LINE);
        }
        int joined = 0;
        for (String address : args) {
            Query query = new Query();
            if (wan.on()) {
                query.set("wan", "1");
            }
            try {
                api.put("/v1/agent/join/" + Query.path(address), query, null);
                joined++;
            } catch (IOException e) {
                api.console().error("Error joining address '" + address + "': " + e.getMessage());
            }
        }
        if (joined == 0) {
            throw new Failure("Failed to join any nodes.");
        }
        api.console().line("Successfully joined cluster by contacting " + joined + " nodes.");
        return 0;
    }
}

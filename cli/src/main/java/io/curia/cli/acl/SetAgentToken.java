package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;
import java.util.Map;

/** {@code consul acl set-agent-token}. */
public final class SetAgentToken extends AclCommand {


    public SetAgentToken() {
        super("acl set-agent-token [options] default|agent|master|replication TOKEN", "Gives the agent a token for one of its own purposes.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 2) {
            throw new Failure("Error: this command requires exactly 2 arguments: the kind of token and the token", Failure.Help.AFTER_MESSAGE);
        }
        String kind = args[0].equals("master") ? "agent_master" : args[0];
        switch (kind) {
            case "default", "agent", "agent_master", "replication" -> during("Failed to set ACL token \"" + args[0] + "\"");
            default -> throw new Failure("Unknown token type \"" + args[0] + "\"", Failure.Help.AFTER_MESSAGE);
        }
        api.exchange("PUT", "/v1/agent/token/" + kind, api.writeQuery(), Map.of("Token", args[1]));
        api.console().line("ACL token \"" + args[0] + "\" set successfully");
        return 0;
    }
}

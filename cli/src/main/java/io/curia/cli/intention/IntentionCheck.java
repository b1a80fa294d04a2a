package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;

/** {@code consul intention check}: 0 for allowed, 1 for denied, 2 if it could not be found out. */
public final class IntentionCheck extends ApiCommand {

    private static final int TROUBLE = 2;

    public IntentionCheck() {
        super(ClientFlags.Scope.NAMESPACED, "intention check [options] SOURCE DESTINATION",
            "Tells whether one service may connect to another. Exit code 0 means allowed, 1 denied, 2 an error.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure {
        if (args.length != 2) {
            throw new Failure("Error: command requires exactly two arguments: src and dst", TROUBLE);
        }
        Map<String, Object> answer;
        try {
            answer = api.getMap(Intention.ROOT + "/check", Intention.pair(api.query(), args[0], args[1]).set("source-type", "consul"));
        } catch (IOException e) {
            throw new Failure("Error checking the connection: " + e.getMessage(), TROUBLE);
        }
        boolean allowed = Json.flag(answer, "Allowed");
        api.console().line(allowed ? "Allowed" : "Denied");
        return allowed ? 0 : 1;
    }
}

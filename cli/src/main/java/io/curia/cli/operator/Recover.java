package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** {@code consul operator raft recover}. */
public final class Recover extends ApiCommand {

    private static final String CONSENT = "recover";

    private final Flag confirm = flags.bool("confirm", "Do not ask for a confirmation.");

    public Recover() {
        super(ClientFlags.Scope.AGENT, "operator raft recover [options]",
            "Makes the server that is asked the whole cluster, when the majority of servers is lost for good. It keeps what\n"
                + "this server has, and gives all others up: none of them may run any more, nor come back with its data.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (!confirm.on()) {
            api.console().text("All other servers are given up, and none of them may run any more. Writes that only they had are "
                + "lost.\nType \"" + CONSENT + "\" to go on: ");
            api.console().flush();
            String answer = new BufferedReader(new InputStreamReader(api.env().in(), StandardCharsets.UTF_8)).readLine();
            if (answer == null || !answer.strip().equals(CONSENT)) {
                throw new Failure("Nothing was changed");
            }
        }
        during("Error recovering");
        api.exchange("PUT", "/v1/operator/raft/recover", api.writeQuery(), null);
        api.console().line("This server is the whole cluster now. New servers can join it.");
        return 0;
    }
}

package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul operator raft transfer-leader}. */
public final class TransferLeader extends ApiCommand {

    private final Flag id = flags.text("id", "", "The ID of the server that is to lead; without it, any other.");

    public TransferLeader() {
        super(ClientFlags.Scope.SERVER, "operator raft transfer-leader [options]",
            "Lets another server lead, without a pause as after the loss of the leader.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error transferring leadership");
        Query query = api.writeQuery().setIfAny("id", id.text());
        api.exchange("POST", "/v1/operator/raft/transfer-leader", query, null);
        api.console().line("Success");
        return 0;
    }
}

package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul operator raft remove-peer}. */
public final class RemovePeer extends ApiCommand {

    private final Flag address = flags.text("address", "", "The server's address, host:port.");
    private final Flag id = flags.text("id", "", "The server's ID.");

    public RemovePeer() {
        super(ClientFlags.Scope.SERVER, "operator raft remove-peer [options]",
            "Removes a server that is gone for good from consensus. Wants -address or -id.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (address.text().isEmpty() && id.text().isEmpty()) {
            throw new Failure("Error removing peer: an address or id is required for the peer to remove");
        }
        if (!address.text().isEmpty() && !id.text().isEmpty()) {
            throw new Failure("Error removing peer: cannot give both an address and id");
        }
        during("Error removing peer");
        Query query = api.writeQuery().setIfAny("address", address.text()).setIfAny("id", id.text());
        api.exchange("DELETE", "/v1/operator/raft/peer", query, null);
        api.console().line("Removed peer with " + (id.text().isEmpty() ? "address \"" + address.text() : "id \"" + id.text()) + "\"");
        return 0;
    }
}

package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.json.Json;
import io.curia.cli.text.Columns;
import java.io.IOException;
import java.util.Map;

/** {@code consul operator raft list-peers}. */
public final class ListPeers extends ApiCommand {

    public ListPeers() {
        super(ClientFlags.Scope.SERVER, "operator raft list-peers [options]", "Lists the servers that take part in consensus.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error getting peers: Failed to retrieve raft configuration");
        Map<String, Object> answer = api.getMap("/v1/operator/raft/configuration", api.query());
        Columns table = new Columns().row("Node", "ID", "Address", "State", "Voter", "RaftProtocol");
        for (Object element : Json.list(answer.get("Servers"))) {
            Map<String, Object> server = Json.map(element);
            String protocol = Json.text(server, "ProtocolVersion");
            table.row(Json.text(server, "Node"), Json.text(server, "ID"), Json.text(server, "Address"),
                Json.flag(server, "Leader") ? "leader" : "follower", Json.flag(server, "Voter") ? "true" : "false",
                protocol.isEmpty() ? "<=1" : protocol);
        }
        api.console().line(table.toString());
        return 0;
    }
}

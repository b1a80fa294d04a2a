package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.OperatorOperations.PeerRequest;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Route;
import java.util.List;

/** What operators read and change of the servers (reference: http-api, section 10.1). */
public final class OperatorEndpoints {
    private OperatorEndpoints() { }

    /** Whether another server leads now. */
    record Transfer(boolean success) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/operator/raft/configuration", OperatorEndpoints::raft, "GET"));
        routes.add(new Route("/v1/operator/raft/peer", OperatorEndpoints::removePeer, "DELETE"));
        routes.add(new Route("/v1/operator/raft/transfer-leader", OperatorEndpoints::transfer, "POST", "PUT"));
        routes.add(new Route("/v1/operator/raft/recover", OperatorEndpoints::recover, "PUT"));
        routes.add(new Route("/v1/operator/keyring", KeyringEndpoints::handle, "GET", "POST", "PUT", "DELETE"));
    }

    private static void raft(Call call) {
        AgentAccess.require(call, Resource.OPERATOR, "", Access.READ, () ->
                call.readJson(OperatorOperations.RAFT_CONFIGURATION, NoRequest.INSTANCE, Meta.NONE));
    }

    private static void removePeer(Call call) {
        String id = call.query().get("id");
        String address = call.query().get("address");
        if (id.isEmpty() && address.isEmpty()) {
            throw CuriaException.badRequest("Bad request: Must specify either ?id with the server's ID or ?address with "
                    + "IP:port of peer to remove");
        }
        if (!id.isEmpty() && !address.isEmpty()) {
            throw CuriaException.badRequest("Bad request: Must specify only one of ?id or ?address");
        }
        AgentAccess.require(call, Resource.OPERATOR, "", Access.WRITE, () -> call.write(OperatorOperations.REMOVE_PEER,
                new PeerRequest(id, address), call.writeOptions(), removed -> call.empty(200)));
    }

    private static void transfer(Call call) {
        AgentAccess.require(call, Resource.OPERATOR, "", Access.WRITE, () -> call.write(OperatorOperations.TRANSFER_LEADER,
                new PeerRequest(call.query().get("id"), ""), call.writeOptions(), done -> call.json(new Transfer(done))));
    }

    /** Of this server, which nobody else can be asked to do: there is no leader. */
    private static void recover(Call call) {
        AgentAccess.require(call, Resource.OPERATOR, "", Access.WRITE, () ->
                call.settle(call.services().control().recoverAlone(), done -> call.empty(200)));
    }
}

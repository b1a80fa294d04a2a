package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentControl;
import io.curia.api.agent.AgentControl.ServerAddresses;
import io.curia.api.gossip.Member;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Route;
import java.util.ArrayList;
import java.util.List;

/** What operators read about the servers (reference: http-api, section 10.1). */
public final class OperatorEndpoints {
    private OperatorEndpoints() { }

    /** The servers of the consensus. */
    record RaftConfiguration(List<RaftServer> servers, long index) { }

    /** A server of the consensus. */
    record RaftServer(@Wire("ID") String id, String node, String address, boolean leader, String protocolVersion,
            boolean voter) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/operator/raft/configuration", OperatorEndpoints::raft, "GET"));
        routes.add(new Route("/v1/operator/raft/peer", OperatorEndpoints::removePeer, "DELETE"));
        routes.add(new Route("/v1/operator/keyring", KeyringEndpoints::handle, "GET", "POST", "PUT", "DELETE"));
    }

    private static void raft(Call call) {
        AgentAccess.require(call, Resource.OPERATOR, "", Access.READ, () -> {
            AgentControl control = call.services().control();
            ServerAddresses servers = control.servers();
            List<RaftServer> all = new ArrayList<>();
            for (String address : servers.peers()) {
                Member member = member(control.members(false), address);
                all.add(new RaftServer(member == null ? "" : member.tags().getOrDefault("id", ""),
                        member == null ? "(unknown)" : member.name(), address, address.equals(servers.leader()),
                        member == null ? "3" : member.tags().getOrDefault("raft_vsn", "3"),
                        member == null || !member.tags().containsKey("nonvoter")));
            }
            call.json(new RaftConfiguration(all, call.services().dispatcher().storeIndex()));
        });
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
        AgentAccess.require(call, Resource.OPERATOR, "", Access.WRITE, () ->
                call.settle(call.services().control().removePeer(id, address), removed -> call.empty(200)));
    }

    static Member member(List<Member> members, String address) {
        for (Member member : members) {
            String host = member.addr().indexOf(':') >= 0 ? "[" + member.addr() + "]" : member.addr();
            if ("consul".equals(member.tags().get("role"))
                    && address.equals(host + ":" + member.tags().get("port"))) {
                return member;
            }
        }
        return null;
    }
}

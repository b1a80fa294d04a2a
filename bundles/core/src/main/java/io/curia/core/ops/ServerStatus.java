package io.curia.core.ops;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.GoDuration;
import io.curia.api.model.RaftConfiguration;
import io.curia.api.model.RaftConfiguration.RaftServer;
import io.curia.api.model.ServerStats;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.OperatorOperations.PeerRequest;
import io.curia.api.op.StatusOperations;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.View;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.leader.LeaderDuties;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What servers say of themselves and of the consensus, and what operators change of it. */
public final class ServerStatus {
    private final Supplier<Consensus> engine;
    private final Supplier<GossipPool> lan;
    private final LeaderDuties duties;

    /** @param lan whose members the servers are; null while there is none, as the engine */
    public ServerStatus(Supplier<Consensus> engine, Supplier<GossipPool> lan, LeaderDuties duties) {
        this.engine = engine;
        this.lan = lan;
        this.duties = duties;
    }

    /** Adds the operations. */
    public void addTo(OperationTable table) {
        table.here(StatusOperations.LEADER, (request, view) -> status().leaderAddress());
        table.here(StatusOperations.PEERS, (request, view) -> engine.get() == null ? List.of()
                : status().peers().stream().map(Peer::address).toList());
        table.here(StatusOperations.PING, (request, view) -> true);
        table.here(StatusOperations.RAFT_STATS, this::stats);
        table.cheap(OperatorOperations.RAFT_CONFIGURATION, this::configuration);
        table.onLeader(OperatorOperations.SERVER_HEALTH, (request, view) -> duties.health());
        table.write(OperatorOperations.REMOVE_PEER, this::remove);
        table.write(OperatorOperations.TRANSFER_LEADER, this::transfer);
    }

    private Consensus.Status status() {
        Consensus present = engine.get();
        if (present == null) {
            throw new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        }
        return present.status();
    }

    private ServerStats stats(NoRequest request, View view) {
        Consensus.Status status = status();
        String contact = status.leading() ? "0s" : status.lastContactMillis() < 0 ? "never"
                : GoDuration.format(TimeUnit.MILLISECONDS.toNanos(status.lastContactMillis()));
        return new ServerStats(contact, status.term(), status.lastIndex());
    }

    private RaftConfiguration configuration(NoRequest request, View view) {
        Consensus.Status status = status();
        GossipPool pool = lan.get();
        List<RaftServer> servers = new ArrayList<>();
        for (Peer peer : status.peers()) {
            Member member = pool == null ? null : pool.members().stream()
                    .filter(known -> peer.id().equals(known.tags().get("id"))).findFirst().orElse(null);
            servers.add(new RaftServer(peer.id(), member == null ? "(unknown)" : member.name(), peer.address(),
                    peer.id().equals(status.leaderId()), member == null ? "3" : member.tags().getOrDefault("raft_vsn", "3"),
                    peer.voter()));
        }
        return new RaftConfiguration(servers, view.state().index);
    }

    private Prepared<Boolean> remove(PeerRequest request) {
        Peer found = status().peers().stream().filter(peer -> request.id().isEmpty()
                ? peer.address().equals(request.address()) : peer.id().equals(request.id())).findFirst().orElse(null);
        if (found == null) {
            throw CuriaException.failed(request.id().isEmpty()
                    ? "address \"" + request.address() + "\" was not found in the Raft configuration"
                    : "id \"" + request.id() + "\" was not found in the Raft configuration");
        }
        if (status().peers().size() == 1) {
            throw CuriaException.failed("the only server cannot be removed");
        }
        return later(duties.servers().remove(found.id()));
    }

    private Prepared<Boolean> transfer(PeerRequest request) {
        String id = request.id().isEmpty() && !request.address().isEmpty() ? status().peers().stream()
                .filter(peer -> peer.address().equals(request.address())).map(Peer::id).findFirst()
                .orElseThrow(() -> CuriaException.failed("no server has the address \"" + request.address() + "\""))
                : request.id();
        return later(engine.get().transferLeadership(id));
    }

    private static Prepared<Boolean> later(CompletableFuture<Void> change) {
        return Prepared.later(change.handle((done, failure) -> {
            if (failure != null) {
                Throwable cause = Hold.unwrapped(failure);
                throw new CuriaException(CuriaException.Kind.FAILED, String.valueOf(cause.getMessage()), cause);
            }
            return true;
        }).handle(ServerStatus::plain).thenCompose(Function.identity()));
    }

    /** Futures wrap what their functions throw; callers are promised the plain exception. */
    private static <T> CompletableFuture<T> plain(T value, Throwable failure) {
        return failure == null ? CompletableFuture.completedFuture(value)
                : CompletableFuture.failedFuture(Hold.unwrapped(failure));
    }
}

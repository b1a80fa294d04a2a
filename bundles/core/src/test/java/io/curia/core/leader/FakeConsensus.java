package io.curia.core.leader;

import io.curia.api.consensus.Consensus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An engine that does as a test says: changes of its servers end at once, or when the test ends them. */
public final class FakeConsensus implements Consensus {
    public volatile List<Peer> peers = List.of();
    public volatile String leaderId = "";
    public volatile boolean leading;
    public volatile long term = 3;
    public volatile long lastIndex = 1_000;
    public final List<List<Peer>> changes = new ArrayList<>();
    public final List<List<Peer>> bootstrapped = new ArrayList<>();
    /** When set, what changes wait for. */
    public volatile CompletableFuture<Void> gate;

    @Override
    public CompletableFuture<Applied> apply(byte[] command) {
        return CompletableFuture.completedFuture(new Applied(++lastIndex, term, new byte[] {1}));
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> first) {
        bootstrapped.add(first);
        CompletableFuture<Void> waiting = gate == null ? CompletableFuture.completedFuture(null) : gate;
        return waiting.thenRun(() -> peers = first);
    }

    @Override
    public CompletableFuture<Void> readBarrier(Barrier barrier) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> wanted) {
        changes.add(wanted);
        CompletableFuture<Void> waiting = gate == null ? CompletableFuture.completedFuture(null) : gate;
        return waiting.thenRun(() -> peers = wanted);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) {
        leaderId = id;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> recover(List<Peer> survivors) {
        return changeMembers(survivors);
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return CompletableFuture.completedFuture(lastIndex);
    }

    @Override
    public Status status() {
        String address = peers.stream().filter(peer -> peer.id().equals(leaderId)).map(Peer::address).findFirst().orElse("");
        return new Status("fake", term, leaderId, address, leading, lastIndex, lastIndex, lastIndex, 0, leading ? 0 : 10,
                peers);
    }

    @Override
    public long heartbeatMillis() {
        return 50;
    }

    @Override
    public AutoCloseable onLeadership(LeadershipListener listener) {
        listener.onLeadership(leading, term);
        return () -> { };
    }
}

package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.Timing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * The way to the other servers, for one run of a server: who has which address, and what both ends have promised each
 * other. Thread-safe.
 */
final class PeerLink {
    private final ConsensusTransport transport;
    private final RaftPeerId self;
    private final String address;
    private final Timing timing;
    private final LeaderContact contact;
    private final LeaderLease lease;
    /** One entry for each server that was ever in the configuration while this one ran. */
    private final Map<RaftPeerId, String> addresses = new ConcurrentHashMap<>();
    /** One entry for each server that this one sends its log to; of the newest term. */
    private final Map<RaftPeerId, PipelinedAppender> appenders = new ConcurrentHashMap<>();
    private volatile long transferTerm = -1;

    PeerLink(ConsensusTransport transport, RaftPeerId self, String address, Timing timing, LeaderContact contact,
            LeaderLease lease) {
        this.transport = transport;
        this.self = self;
        this.address = address;
        this.timing = timing;
        this.contact = contact;
        this.lease = lease;
    }

    RaftPeerId self() {
        return self;
    }

    String address() {
        return address;
    }

    Timing timing() {
        return timing;
    }

    LeaderContact contact() {
        return contact;
    }

    LeaderLease lease() {
        return lease;
    }

    Map<RaftPeerId, PipelinedAppender> appenders() {
        return appenders;
    }

    void addPeers(Collection<RaftPeer> peers) {
        for (RaftPeer peer : peers) {
            if (peer.getAddress() != null && !peer.getAddress().isEmpty()) {
                addresses.put(peer.getId(), peer.getAddress());
            }
        }
    }

    /** "" for a server that is not known. */
    String addressOf(RaftPeerId peer) {
        return peer == null ? "" : peer.equals(self) ? address : addresses.getOrDefault(peer, "");
    }

    CompletableFuture<ByteBuffer> call(RaftPeerId peer, Lane lane, ByteBuffer request, long timeoutMillis) {
        String to = addressOf(peer);
        return to.isEmpty() ? CompletableFuture.failedFuture(new IOException("the address of " + peer + " is not known"))
                : transport.call(to, lane, request, timeoutMillis);
    }

    /** The leader asks this server to take over: its votes of that term wait for nobody. */
    void allowTransfer(long candidateTerm) {
        transferTerm = candidateTerm;
    }

    boolean isTransfer(long candidateTerm) {
        return transferTerm == candidateTerm;
    }
}

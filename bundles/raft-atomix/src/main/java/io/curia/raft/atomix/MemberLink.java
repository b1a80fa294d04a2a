package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.ConfigureResponse;
import io.atomix.protocols.raft.protocol.InstallRequest;
import io.atomix.protocols.raft.protocol.InstallResponse;
import io.atomix.protocols.raft.protocol.PollRequest;
import io.atomix.protocols.raft.protocol.PollResponse;
import io.atomix.protocols.raft.protocol.VoteRequest;
import io.atomix.protocols.raft.protocol.VoteResponse;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.Timing;
import io.curia.raft.atomix.Frames.Body;
import io.curia.raft.atomix.Frames.Header;
import io.curia.raft.atomix.Frames.Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** What this server says to the others, Atomix' messages and ours, over our transport. Thread-safe. */
final class MemberLink extends NoClients {
    /** A piece of a snapshot may have to wait for a disk. */
    private static final int INSTALL_TIMEOUTS = 10;

    private final ConsensusTransport transport;
    private final String cluster;
    private final Timing timing;
    private final LeaderLease lease;
    private volatile long transferTerm = -1;
    private volatile Answers answers = new Answers() { };

    /** What answers of members say besides what Atomix takes from them; told before it sees them, on any thread. */
    interface Answers {
        /** It does not have what is before the entries that it was sent, and its log ends here. */
        default void reaches(MemberId member, long last) { }

        /** It needs nothing of the snapshot that it was being sent. */
        default void covers(MemberId member, long index) { }
    }

    MemberLink(ConsensusTransport transport, String cluster, Timing timing, LeaderLease lease) {
        this.transport = transport;
        this.cluster = cluster;
        this.timing = timing;
        this.lease = lease;
    }

    void tell(Answers listener) {
        answers = listener;
    }

    Timing timing() {
        return timing;
    }

    String cluster() {
        return cluster;
    }

    /** The leader asks this server to take over: its votes of that term wait for nobody. */
    void allowTransfer(long candidateTerm) {
        transferTerm = candidateTerm;
    }

    <T> CompletableFuture<T> call(byte kind, MemberId to, Lane lane, int timeouts, Body body, Reader<T> reader) {
        ByteBuffer request = Frames.request(new Header(kind, cluster, to), body);
        return transport.call(Members.addressOf(to), lane, request, timeouts * timing.electionMillis()).thenCompose(reply -> {
            try {
                return CompletableFuture.completedFuture(Frames.parse(reply, reader));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    @Override
    public CompletableFuture<PollResponse> poll(MemberId to, PollRequest request) {
        return call(Frames.POLL, to, Lane.CONTROL, 1, out -> Frames.write(request, out), Frames::readPolled);
    }

    @Override
    public CompletableFuture<VoteResponse> vote(MemberId to, VoteRequest request) {
        byte kind = request.term() == transferTerm ? Frames.TRANSFER_VOTE : Frames.VOTE;
        return call(kind, to, Lane.CONTROL, 1, out -> Frames.write(request, out), Frames::readVoted);
    }

    /**
     * Heartbeats too go in order: Atomix believes the newest answer, also if it is to an older message. And it sends none
     * while a message is not answered, so none is waited for longer than a follower waits for heartbeats.
     */
    @Override
    public CompletableFuture<AppendResponse> append(MemberId to, AppendRequest request) {
        long sentAt = lease.now();
        return call(Frames.APPEND, to, Lane.LOG, 1, out -> Frames.write(request, out), Frames::readAppended)
                .thenApply(response -> {
                    if (response.term() == request.term()) {
                        lease.answered(to, request.term(), sentAt);
                    }
                    if (!response.succeeded()) {
                        answers.reaches(to, response.lastLogIndex());
                    }
                    return response;
                });
    }

    @Override
    public CompletableFuture<ConfigureResponse> configure(MemberId to, ConfigureRequest request) {
        return call(Frames.CONFIGURE, to, Lane.LOG, 2, out -> Frames.write(request, out), Frames::readConfigured);
    }

    @Override
    public CompletableFuture<InstallResponse> install(MemberId to, InstallRequest request) {
        return call(Frames.INSTALL, to, Lane.SNAPSHOT, INSTALL_TIMEOUTS, out -> Frames.write(request, out), Frames::readInstalled)
                .thenApply(answer -> {
                    if (answer.known()) {
                        answers.covers(to, request.snapshotIndex());
                    }
                    return answer.response();
                });
    }
}

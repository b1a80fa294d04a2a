package io.curia.raft.atomix;

import io.atomix.protocols.raft.RaftServer.Role;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.ConfigureResponse;
import io.atomix.protocols.raft.protocol.InstallRequest;
import io.atomix.protocols.raft.protocol.InstallResponse;
import io.atomix.protocols.raft.protocol.PollRequest;
import io.atomix.protocols.raft.protocol.PollResponse;
import io.atomix.protocols.raft.protocol.RaftResponse.Status;
import io.atomix.protocols.raft.protocol.VoteRequest;
import io.atomix.protocols.raft.protocol.VoteResponse;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.consensus.support.LeaderContact;
import io.curia.raft.atomix.Frames.Header;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What other servers ask of this one. Whatever changes something runs on the raft thread, so that no vote comes between a
 * message of the leader and the promise not to vote ({@link LeaderContact}), and every answer is given when what it rests
 * on is synced; questions about indexes and terms are answered where they come in.
 */
final class InboundCalls implements ConsensusTransport.Handler {
    private final RaftCore raft;
    private final MemberLink link;
    private final LeaderContact contact;
    private final LeaderLease lease;
    private final Reads reads;
    private final Applier applier;
    /** At most {@link AtomixLimits#WAITING_CALLS}. */
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    InboundCalls(RaftCore raft, MemberLink link, LeaderContact contact, LeaderLease lease, Reads reads, Applier applier) {
        this.raft = raft;
        this.link = link;
        this.contact = contact;
        this.lease = lease;
        this.reads = reads;
        this.applier = applier;
    }


    @Override
    public CompletableFuture<ByteBuffer> handle(ConsensusTransport.Lane lane, ByteBuffer message) {
        try {
            DataInputStream in = Frames.open(message);
            Header header = Header.read(in);
            check(header);
            return switch (header.kind()) {
                case Frames.APPEND -> later(in, Frames::readAppend, this::append);
                case Frames.READ_INDEX -> readIndex(Frames.parse(in, DataInputStream::readByte));
                case Frames.CONFIRM -> CompletableFuture.completedFuture(Frames.reply(raft.getTerm()));
                case Frames.POLL -> later(in, Frames::readPoll, this::poll);
                case Frames.VOTE -> later(in, Frames::readVote, request -> vote(request, false));
                case Frames.TRANSFER_VOTE -> later(in, Frames::readVote, request -> vote(request, true));
                case Frames.CONFIGURE -> later(in, Frames::readConfigure, this::configure);
                case Frames.INSTALL -> later(in, Frames::readInstall, this::install);
                case Frames.TAKE_OVER -> later(in, DataInputStream::readLong, this::takeOver);
                default -> throw new IOException("a message of the unknown kind " + header.kind());
            };
        } catch (IOException | RuntimeException e) {
            // garbage harms nobody but whoever sent it
            return CompletableFuture.failedFuture(e);
        }
    }

    /** An address may have passed to another server: what is not meant for this one must not be answered by it. */
    private void check(Header header) throws IOException {
        if (!header.cluster().equals(link.cluster())) {
            throw new IOException("this server belongs to another cluster");
        }
        if (!header.target().equals(raft.self())) {
            throw new IOException("this server is " + raft.self() + ", not " + header.target());
        }
        if (closed) {
            throw new IOException("this server is stopping");
        }
    }

    private interface Action<T> {
        CompletableFuture<ByteBuffer> on(T request);
    }

    private <T> CompletableFuture<ByteBuffer> later(DataInputStream in, Frames.Reader<T> reader, Action<T> action)
            throws IOException {
        T request = Frames.parse(in, reader);
        if (waiting.incrementAndGet() > AtomixLimits.WAITING_CALLS) {
            waiting.decrementAndGet();
            throw new IOException("this server is overloaded");
        }
        CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
        raft.execute(() -> {
            waiting.decrementAndGet();
            try {
                if (closed) {
                    throw new IOException("this server is stopping");
                }
                action.on(request).whenComplete((reply, failure) -> {
                    if (failure == null) {
                        answer.complete(reply);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private CompletableFuture<ByteBuffer> append(AppendRequest request) {
        heardOf(request.term());
        if (isGap(request)) {
            return CompletableFuture.completedFuture(Frames.reply(new AppendResponse(Status.OK, null, raft.getTerm(), false,
                    raft.log().getLastIndex())));
        }
        return raft.getRaftRole().onAppend(withoutKnown(request)).thenApply(response -> {
            raft.sync();
            return Frames.reply(response);
        });
    }

    private void heardOf(long term) {
        if (term >= raft.getTerm()) {
            contact.touch();
        }
    }

    /** The leader sends its log from the beginning, and ours neither reaches there nor has a snapshot of what was before. */
    private boolean isGap(AppendRequest request) {
        Snapshot snapshot = raft.snapshots().getCurrentSnapshot();
        return request.term() >= raft.getTerm() && request.prevLogTerm() == 0 && request.prevLogIndex() > raft.log().getLastIndex()
                && (snapshot == null || snapshot.index() < request.prevLogIndex());
    }

    /**
     * Leaves out what is in our snapshot, where Atomix would look for it in the log, and what is known to be committed, where
     * Atomix would overwrite it if the leader sends its log from the beginning.
     */
    private AppendRequest withoutKnown(AppendRequest request) {
        int count = request.entries().size();
        long end = request.prevLogIndex() + count;
        long known = raft.log().firstIndex() - 1;
        if (count > 0 && end <= raft.committed()) {
            known = Math.max(known, end);
        }
        if (request.prevLogIndex() > known || known == 0) {
            return request;
        }
        long previous = Math.min(known, end);
        List<RaftLogEntry> rest = request.entries().subList((int) (previous - request.prevLogIndex()), count);
        return AppendRequest.builder().withTerm(request.term()).withLeader(request.leader()).withPrevLogIndex(previous)
                .withPrevLogTerm(0).withCommitIndex(request.commitIndex()).withEntries(rest).build();
    }

    /** A leader only notes that the other one is back. */
    private CompletableFuture<ByteBuffer> poll(PollRequest request) {
        if (raft.role() != Role.LEADER && !contact.mayVote()) {
            return CompletableFuture.completedFuture(Frames.reply(new PollResponse(Status.OK, null, raft.getTerm(), false)));
        }
        return raft.getRaftRole().onPoll(request).thenApply(Frames::reply);
    }

    private CompletableFuture<ByteBuffer> vote(VoteRequest request, boolean transfer) {
        boolean bound = raft.role() == Role.LEADER
                ? lease.holds(raft.getTerm(), Members.votersOf(raft.getCluster().getConfiguration())) : !contact.mayVote();
        if (bound && !transfer) {
            return CompletableFuture.completedFuture(Frames.reply(new VoteResponse(Status.OK, null, raft.getTerm(), false)));
        }
        return raft.getRaftRole().onVote(request).thenApply(Frames::reply);
    }

    /**
     * A server that has a configuration follows its log, in which the next one comes; one that has none takes what it is told,
     * until any comes in the log.
     */
    private CompletableFuture<ByteBuffer> configure(ConfigureRequest request) {
        heardOf(request.term());
        if (request.term() < raft.getTerm() || raft.hasConfiguration()) {
            return CompletableFuture.completedFuture(Frames.reply(new ConfigureResponse(Status.OK, null)));
        }
        ConfigureRequest first = ConfigureRequest.builder().withTerm(request.term()).withLeader(request.leader()).withIndex(0)
                .withTime(request.timestamp()).withMembers(request.members()).build();
        return raft.getRaftRole().onConfigure(first).thenApply(Frames::reply);
    }

    private CompletableFuture<ByteBuffer> install(InstallRequest request) {
        heardOf(request.term());
        if (request.term() >= raft.getTerm() && applier.appliedIndex() >= request.snapshotIndex()) {
            return CompletableFuture.completedFuture(Frames.reply(new InstallResponse(Status.OK, null), true));
        }
        return raft.getRaftRole().onInstall(request).thenApply(response -> {
            applier.pump();
            return Frames.reply(response, false);
        });
    }

    /** From the leader of the term, which waits for the answer and then leads no more. */
    private CompletableFuture<ByteBuffer> takeOver(long term) {
        if (term != raft.getTerm() || raft.role() != Role.FOLLOWER) {
            return CompletableFuture.failedFuture(new IOException("this server follows no leader of term " + term));
        }
        link.allowTransfer(term + 1);
        raft.setLeader(null);
        raft.transition(Role.CANDIDATE);
        return CompletableFuture.completedFuture(Frames.reply(raft.getTerm()));
    }

    private CompletableFuture<ByteBuffer> readIndex(byte kind) {
        Barrier barrier = kind == Barrier.LEASE.ordinal() ? Barrier.LEASE : Barrier.LINEARIZABLE;
        return reads.leaderIndex(barrier).thenApply(at -> Frames.bytes(out -> {
            out.writeLong(at.index());
            out.writeLong(at.term());
        }));
    }

    /** From now on nothing is answered. */
    void close() {
        closed = true;
    }
}

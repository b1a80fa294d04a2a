package io.curia.raft;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.consensus.support.LeaderContact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotResult;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.server.protocol.RaftServerProtocol;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.util.ProtoUtils;

/**
 * What other servers ask of this one. Whatever may touch the disk or wait for a lock runs on one thread, "consensus-peers", in the
 * order of arrival, so that no vote comes between a message of the leader and the promise not to vote ({@link LeaderContact});
 * questions about indexes and terms are answered where they come in.
 */
final class InboundCalls implements ConsensusTransport.Handler, AutoCloseable {
    /** Requests that wait; senders have a few each under way, so this is reached by a defect alone. */
    private static final int QUEUE = 1_024;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 5;

    private final RaftServer.Division division;
    private final RaftServerProtocol calls;
    private final RaftServerAsynchronousProtocol log;
    private final RaftGroupId group;
    private final PeerLink link;
    private final LeaderReads reads;
    private final Runnable leaderSeen;
    private final ThreadPoolExecutor ordered;

    /** @param leaderSeen called on the ordered thread for each message of a leader; short */
    InboundCalls(RaftServer.Division division, PeerLink link, LeaderReads reads, Runnable leaderSeen) {
        this.division = division;
        this.calls = (RaftServerProtocol) division;
        this.log = (RaftServerAsynchronousProtocol) division;
        this.group = division.getMemberId().getGroupId();
        this.link = link;
        this.reads = reads;
        this.leaderSeen = leaderSeen;
        this.ordered = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
            Thread thread = new Thread(task, "consensus-peers");
            thread.setDaemon(true);
            return thread;
        });
        ordered.allowCoreThreadTimeOut(true);
    }

    private interface Call {
        CompletableFuture<ByteBuffer> run() throws IOException;
    }

    @Override
    public CompletableFuture<ByteBuffer> handle(ConsensusTransport.Lane lane, ByteBuffer request) {
        try {
            if (!request.hasRemaining()) {
                throw new IOException("an empty message");
            }
            byte kind = request.get(request.position());
            ByteBuffer content = request.slice(request.position() + 1, request.remaining() - 1);
            return switch (kind) {
                case Frames.APPEND -> append(Frames.parse(AppendEntriesRequestProto.parser(), content));
                case Frames.READ_INDEX -> readIndex(Frames.parse(RaftRpcRequestProto.parser(), content));
                case Frames.CONFIRM -> confirm(Frames.parse(RaftRpcRequestProto.parser(), content));
                case Frames.VOTE -> vote(Frames.parse(RequestVoteRequestProto.parser(), content), false);
                case Frames.TRANSFER_VOTE -> vote(Frames.parse(RequestVoteRequestProto.parser(), content), true);
                case Frames.SNAPSHOT -> snapshot(Frames.parse(InstallSnapshotRequestProto.parser(), content));
                case Frames.START_ELECTION ->
                        startElection(Frames.parse(StartLeaderElectionRequestProto.parser(), content));
                default -> throw new IOException("a message of the unknown kind " + kind);
            };
        } catch (IOException | RuntimeException e) {
            // garbage harms nobody but whoever sent it
            return CompletableFuture.failedFuture(e);
        }
    }

    /** An address may have passed to another server: what is not meant for this one must not be answered by it. */
    private void check(RaftRpcRequestProto header) throws IOException {
        if (!ProtoUtils.toRaftGroupId(header.getRaftGroupId()).equals(group)) {
            throw new IOException("this server belongs to another cluster");
        }
        RaftPeerId meant = RaftPeerId.valueOf(header.getReplyId());
        if (!meant.equals(link.self())) {
            throw new IOException("this server is " + link.self() + ", not " + meant);
        }
        if (!division.getInfo().isAlive()) {
            throw new IOException("this server is stopping");
        }
    }

    private CompletableFuture<ByteBuffer> inOrder(Call call) {
        CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
        try {
            ordered.execute(() -> {
                try {
                    call.run().whenComplete((reply, failure) -> {
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
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IOException("this server is stopping or overloaded", e));
        }
        return answer;
    }

    private static CompletableFuture<ByteBuffer> done(MessageLite reply) {
        return CompletableFuture.completedFuture(Frames.reply(reply));
    }

    private CompletableFuture<ByteBuffer> append(AppendEntriesRequestProto request) throws IOException {
        check(request.getServerRequest());
        return inOrder(() -> {
            heardOf(request.getLeaderTerm());
            return log.appendEntriesAsync(begun(request)).thenApply(Frames::reply);
        });
    }

    /**
     * Ratis counts a server that came as a learner as one that is still being started, also when it votes, and lets it
     * neither vote nor campaign. It has begun when the configuration that it has got lets it vote.
     */
    private AppendEntriesRequestProto begun(AppendEntriesRequestProto request) {
        return request.getInitializing() && division.getRaftConf().getPeer(link.self(), RaftPeerRole.FOLLOWER) != null
                ? request.toBuilder().setInitializing(false).build() : request;
    }

    private void heardOf(long leaderTerm) {
        if (leaderTerm >= division.getInfo().getCurrentTerm()) {
            link.contact().touch();
            leaderSeen.run();
        }
    }

    private CompletableFuture<ByteBuffer> snapshot(InstallSnapshotRequestProto request) throws IOException {
        check(request.getServerRequest());
        return inOrder(() -> {
            heardOf(request.getLeaderTerm());
            return done(isInLog(request) ? alreadyThere(request) : calls.installSnapshot(request));
        });
    }

    /**
     * Whether our log has what the snapshot ends with, and so all before it: the leader only did not know. Ratis would set
     * its log back to the snapshot and fail at the next entry, as long as it knows of nothing committed behind it.
     */
    private boolean isInLog(InstallSnapshotRequestProto request) {
        TermIndex end = TermIndex.valueOf(request.getSnapshotChunk().getTermIndex());
        return request.getLeaderTerm() >= division.getInfo().getCurrentTerm()
                && end.equals(division.getRaftLog().getTermIndex(end.getIndex()));
    }

    private InstallSnapshotReplyProto alreadyThere(InstallSnapshotRequestProto request) {
        InstallSnapshotReplyProto.Builder reply = InstallSnapshotReplyProto.newBuilder()
                .setTerm(division.getInfo().getCurrentTerm()).setRequestIndex(request.getSnapshotChunk().getRequestIndex())
                .setResult(InstallSnapshotResult.ALREADY_INSTALLED);
        reply.setServerReply(reply(request.getServerRequest()).setSuccess(true));
        return reply.build();
    }

    private CompletableFuture<ByteBuffer> vote(RequestVoteRequestProto request, boolean transfer) throws IOException {
        check(request.getServerRequest());
        return inOrder(() -> done(transfer || division.getInfo().isLeader() || link.contact().mayVote()
                ? calls.requestVote(request) : refusal(request)));
    }

    private RequestVoteReplyProto refusal(RequestVoteRequestProto request) {
        return RequestVoteReplyProto.newBuilder().setTerm(division.getInfo().getCurrentTerm())
                .setServerReply(reply(request.getServerRequest()).setSuccess(false)).build();
    }

    private static RaftRpcReplyProto.Builder reply(RaftRpcRequestProto asked) {
        return RaftRpcReplyProto.newBuilder().setRequestorId(asked.getRequestorId()).setReplyId(asked.getReplyId())
                .setRaftGroupId(asked.getRaftGroupId()).setCallId(asked.getCallId());
    }

    private CompletableFuture<ByteBuffer> startElection(StartLeaderElectionRequestProto request) throws IOException {
        check(request.getServerRequest());
        return inOrder(() -> {
            link.allowTransfer(division.getInfo().getCurrentTerm() + 1);
            return done(calls.startLeaderElection(request));
        });
    }

    private CompletableFuture<ByteBuffer> readIndex(RaftRpcRequestProto request) throws IOException {
        check(request);
        Barrier barrier = request.getCallId() == Barrier.LEASE.ordinal() ? Barrier.LEASE : Barrier.LINEARIZABLE;
        return reads.index(barrier).thenApply(index -> {
            PipelinedAppender appender = link.appenders().get(RaftPeerId.valueOf(request.getRequestorId()));
            if (appender != null) {
                appender.wantCommit();
            }
            return Frames.reply(index);
        });
    }

    /** A server that has not seen a higher term has not helped another leader to power. */
    private CompletableFuture<ByteBuffer> confirm(RaftRpcRequestProto request) throws IOException {
        check(request);
        return CompletableFuture.completedFuture(Frames.reply(division.getInfo().getCurrentTerm()));
    }

    @Override
    public void close() {
        ordered.shutdownNow();
        try {
            ordered.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

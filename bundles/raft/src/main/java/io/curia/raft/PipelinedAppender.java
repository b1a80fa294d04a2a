package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppenderBase;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a leader's log to one follower without waiting for each answer. Entries go over their lane in order, a few requests
 * at a time; heartbeats go over the urgent lane, and carry no more than what the follower is known to have.
 *
 * <p>States: <i>probing</i>, one request at a time, until the follower has taken one → <i>streaming</i>, {@link #WINDOW} at a time.
 * Whatever goes wrong throws away what is under way (a new <i>epoch</i>; late answers of an older one only count as signs of
 * life), goes back to the entry behind the newest that the follower is known to have, and to probing; after a failed call,
 * not before a pause. While nothing is under way, a follower that lacks what the log has dropped is sent a snapshot.
 *
 * <p>{@link #run} and what it calls belong to Ratis' thread for the follower; answers come on threads of the transport,
 * and touch the fields that the lock guards.
 */
final class PipelinedAppender extends LogAppenderBase {
    /** Requests with entries under way; what comes meanwhile makes the next request larger. */
    private static final int WINDOW = 4;
    private static final int REQUEST_ENTRIES = 1_024;
    private static final int REQUEST_BYTES = 1 << 20;
    /** Entries may take so long at most; at first less is allowed, and more each time that it was not enough. */
    private static final long LONGEST_TIMEOUT_MILLIS = 10_000;
    /** A follower hears of a commit so late at most when there is nothing else to tell it. */
    private static final long COMMIT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Logger LOG = LoggerFactory.getLogger(PipelinedAppender.class);

    private final PeerLink link;
    private final AtomicLong callIds = new AtomicLong();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile Thread runner;
    private volatile boolean commitWanted;
    /** A term higher than ours that the follower has seen; 0 for none. */
    private volatile long higherTerm;
    private volatile long commitSent;
    private long commitSeenAt;
    private boolean commitDue;

    private final Object lock = new Object();
    private long epoch;
    /** Where the epoch began: the follower may lack this entry. */
    private long epochStart = -1;
    private boolean streaming;
    private int underWay;
    private int failures;
    private long resumeAt;

    /** A request with entries, as it was sent. */
    private record Sent(long epoch, long term, long first, long last, long at) { }

    PipelinedAppender(RaftServer.Division server, LeaderState leader, FollowerInfo follower, PeerLink link) {
        super(server, leader, follower);
        this.link = link;
    }

    @Override
    public long getCallId() {
        return callIds.get();
    }

    @Override
    public Comparator<Long> getCallIdComparator() {
        return Comparator.naturalOrder();
    }

    @Override
    public void notifyLogAppender() {
        if (signalled.compareAndSet(false, true)) {
            LockSupport.unpark(runner);
        }
    }

    /** The follower waits for what is committed: it is told at once. */
    void wantCommit() {
        commitWanted = true;
        notifyLogAppender();
    }

    @Override
    public void run() throws InterruptedException, IOException {
        runner = Thread.currentThread();
        while (isRunning()) {
            signalled.set(false);
            try {
                work();
            } catch (IllegalStateException e) {
                if (isRunning()) {
                    throw e;
                }
                // the leader stepped down meanwhile
            }
            await();
            getLeaderState().checkHealth(getFollower());
        }
    }

    private void work() throws InterruptedException, IOException {
        long term = higherTerm;
        if (term > 0) {
            higherTerm = 0;
            if (onFollowerTerm(term)) {
                return;
            }
        }
        if (getHeartbeatWaitTimeMs() <= 0) {
            if (isLeftOver()) {
                getLeaderState().restart(this);
                return;
            }
            sendHeartbeat();
        }
        if (pauseNanos() > 0) {
            return;
        }
        if (isIdle()) {
            SnapshotInfo snapshot = shouldInstallSnapshot();
            if (snapshot != null) {
                install(snapshot);
                return;
            }
        }
        while (isRunning() && hasAppendEntries() && maySend() && sendEntries()) {
            // as many as the window takes
        }
        if (commitNoticeNanos() <= 0) {
            sendHeartbeat();
        }
    }

    /**
     * Whether the follower is none any more. A leader that is elected while a removal is under way finishes it with its first
     * entry, but Ratis keeps the appender, and for its sake could not take the server in again. Restarted, it is gone.
     */
    private boolean isLeftOver() {
        return !getLeaderState().isFollowerBootstrapping(getFollower()) && getServer().getRaftConf().getPeer(getFollowerId(),
                RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER) == null;
    }

    private void await() throws InterruptedException {
        long pause = pauseNanos();
        long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(Math.max(1, getHeartbeatWaitTimeMs())),
                pause > 0 ? pause : commitNoticeNanos());
        if (!signalled.get() && wait > 0) {
            LockSupport.parkNanos(this, wait);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("the appender was stopped");
        }
    }

    private boolean isIdle() {
        synchronized (lock) {
            return underWay == 0;
        }
    }

    private boolean maySend() {
        synchronized (lock) {
            return underWay < (streaming ? WINDOW : 1) && pauseNanos() <= 0;
        }
    }

    private long pauseNanos() {
        synchronized (lock) {
            return failures == 0 ? 0 : resumeAt - link.lease().now();
        }
    }

    /** Until the follower is to hear what is committed; a very long time if it knows. */
    private long commitNoticeNanos() {
        long known = Math.min(getRaftLog().getLastCommittedIndex(), getFollower().getMatchIndex());
        if (known <= commitSent) {
            commitDue = false;
            commitWanted = false;
            return Long.MAX_VALUE;
        }
        if (commitWanted) {
            return 0;
        }
        long now = link.lease().now();
        if (!commitDue) {
            commitDue = true;
            commitSeenAt = now;
        }
        return COMMIT_DELAY_NANOS - (now - commitSeenAt);
    }

    private boolean sendEntries() throws RaftLogIOException {
        Sent sent;
        AppendEntriesRequestProto request;
        synchronized (lock) {
            long next = getFollower().getNextIndex();
            TermIndex previous = getPrevious(next);
            if (previous == null && next > 0 && next != getFollower().getSnapshotIndex() + 1) {
                // dropped from the log meanwhile; a snapshot is due once nothing is under way
                return false;
            }
            List<LogEntryProto> entries = read(next);
            if (entries.isEmpty()) {
                return false;
            }
            request = getLeaderState().newAppendEntriesRequestProto(getFollower(), entries, previous,
                    callIds.incrementAndGet());
            if (epochStart < 0) {
                epochStart = next;
            }
            sent = new Sent(epoch, request.getLeaderTerm(), next, next + entries.size() - 1, link.lease().now());
            getFollower().increaseNextIndex(sent.last + 1);
            underWay++;
        }
        commitSent = Math.max(commitSent, request.getLeaderCommit());
        getFollower().updateLastRpcSendTime(false);
        link.call(getFollowerId(), Lane.LOG, Frames.request(Frames.APPEND, request), timeoutMillis())
                .whenComplete((reply, failure) -> onReply(sent, reply, failure));
        return true;
    }

    private long timeoutMillis() {
        synchronized (lock) {
            return Math.min(LONGEST_TIMEOUT_MILLIS, 2 * link.timing().electionMillis() << Math.min(failures, 8));
        }
    }

    private List<LogEntryProto> read(long from) throws RaftLogIOException {
        long end = Math.min(getRaftLog().getNextIndex(), from + REQUEST_ENTRIES);
        List<LogEntryProto> entries = new ArrayList<>((int) Math.max(0, end - from));
        long bytes = 0;
        for (long index = from; index < end && bytes < REQUEST_BYTES; index++) {
            LogEntryProto entry = getRaftLog().get(index);
            if (entry == null) {
                break;
            }
            bytes += entry.getSerializedSize();
            if (!entries.isEmpty() && bytes > REQUEST_BYTES) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    private void onReply(Sent sent, ByteBuffer bytes, Throwable failure) {
        AppendEntriesReplyProto reply = failure == null ? parse(bytes) : null;
        if (reply == null) {
            onFailure(sent, failure);
        } else {
            alive(sent.term, sent.at, reply);
            synchronized (lock) {
                if (sent.epoch == epoch) {
                    underWay--;
                    take(sent, reply);
                }
            }
        }
        notifyLogAppender();
    }

    private AppendEntriesReplyProto parse(ByteBuffer bytes) {
        try {
            return Frames.parse(AppendEntriesReplyProto.parser(), bytes);
        } catch (IOException e) {
            LOG.warn("{} answered what cannot be read: {}", getFollowerId(), e.getMessage());
            return null;
        }
    }

    /** Whatever the follower thought of a request of this term, it heard of its leader. */
    private void alive(long term, long sentAt, AppendEntriesReplyProto reply) {
        getFollower().updateLastRpcResponseTime();
        switch (reply.getResult()) {
            case NOT_LEADER -> higherTerm = reply.getTerm();
            case SUCCESS, INCONSISTENCY -> {
                link.lease().answered(getFollowerId(), term, sentAt);
                getFollower().updateCommitIndex(reply.getFollowerCommit());
            }
            default -> LOG.warn("{} answered an append with {}", getFollowerId(), reply.getResult());
        }
    }

    private void take(Sent sent, AppendEntriesReplyProto reply) {
        switch (reply.getResult()) {
            case SUCCESS -> {
                streaming = true;
                failures = 0;
                if (getFollower().updateMatchIndex(sent.last)) {
                    getLeaderState().onFollowerSuccessAppendEntries(getFollower());
                }
            }
            case INCONSISTENCY -> startOver(getNextIndexForInconsistency(sent.first, reply.getNextIndex()));
            default -> startOver(epochStart);
        }
    }

    private void onFailure(Sent sent, Throwable failure) {
        synchronized (lock) {
            if (sent.epoch != epoch) {
                return;
            }
            startOver(Math.max(epochStart, getFollower().getMatchIndex() + 1));
            pause();
        }
        if (isRunning()) {
            LOG.debug("{} does not take the log: {}", getFollowerId(), DataFolder.describe(failure));
        }
    }

    /** Under the lock. */
    private void startOver(long next) {
        epoch++;
        underWay = 0;
        streaming = false;
        epochStart = -1;
        commitSent = Math.min(commitSent, getFollower().getMatchIndex());
        getFollower().setNextIndex(next);
    }

    /** Under the lock: not again before a while, which grows up to the time between two heartbeats. */
    private void pause() {
        failures = Math.min(failures + 1, Byte.MAX_VALUE);
        long longest = link.timing().electionNanos() / 2;
        resumeAt = link.lease().now() + Math.min(longest, PAUSE_NANOS << Math.min(failures, 16));
    }

    private void sendHeartbeat() {
        long match = getFollower().getMatchIndex();
        TermIndex previous = match < 0 ? null : getRaftLog().getTermIndex(match);
        AppendEntriesRequestProto request = getLeaderState().newAppendEntriesRequestProto(getFollower(), List.of(),
                previous, callIds.incrementAndGet());
        resetHeartbeatTrigger();
        commitWanted = false;
        commitSent = Math.max(commitSent, request.getLeaderCommit());
        long sentAt = link.lease().now();
        getFollower().updateLastRpcSendTime(true);
        link.call(getFollowerId(), Lane.CONTROL, Frames.request(Frames.APPEND, request), link.timing().electionMillis())
                .whenComplete((reply, failure) -> onHeartbeat(request.getLeaderTerm(), sentAt, reply, failure));
    }

    private void onHeartbeat(long term, long sentAt, ByteBuffer bytes, Throwable failure) {
        AppendEntriesReplyProto reply = failure == null ? parse(bytes) : null;
        if (reply == null) {
            commitSent = Math.min(commitSent, getFollower().getCommitIndex());
            synchronized (lock) {
                pause();
            }
            return;
        }
        alive(term, sentAt, reply);
        synchronized (lock) {
            failures = 0;
        }
        notifyLogAppender();
    }

    private void install(SnapshotInfo snapshot) throws InterruptedException {
        LOG.info("{} lacks entries that the log has dropped, it is sent the snapshot at index {}", getFollowerId(),
                snapshot.getIndex());
        SnapshotSender.Outcome outcome = new SnapshotSender(this, link, this::keepAlive).send(snapshot,
                getServer().getInfo().getCurrentTerm() + "-" + callIds.incrementAndGet());
        synchronized (lock) {
            if (outcome.installed()) {
                startOver(snapshot.getIndex() + 1);
                getFollower().setSnapshotIndex(snapshot.getIndex());
                failures = 0;
            } else {
                pause();
            }
        }
        if (outcome.installed()) {
            getFollower().setAttemptedToInstallSnapshot();
            getLeaderState().onFollowerSuccessAppendEntries(getFollower());
        } else if (outcome.term() > 0) {
            higherTerm = outcome.term();
        } else if (isRunning()) {
            LOG.warn("{} did not take the snapshot at index {}: {}", getFollowerId(), snapshot.getIndex(), outcome.problem());
        }
    }

    /** While a piece of a snapshot is under way; returns when it is time to look again. */
    private void keepAlive(CompletableFuture<?> answer) throws InterruptedException {
        signalled.set(false);
        if (getHeartbeatWaitTimeMs() <= 0) {
            sendHeartbeat();
        }
        if (!answer.isDone() && isRunning()) {
            await();
        }
    }
}

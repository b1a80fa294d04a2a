package io.curia.consensus.support;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.LogLifecycle.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated log on disk, of one server or several; its states are those of {@link LogLifecycle}. Invariant: a write is
 * answered well only after a majority has synced it and this server has applied it.
 *
 * <p>Where this server alone votes, reads go on while its log cannot be written, as nobody else can have written.
 *
 * <p>Any thread may call any method but {@link #start} and {@link #close}, which belong to the owner. Threads, beside the
 * engine's: "consensus-keeper" (snapshots), "consensus-admin" (changes of members and of the log's run) and
 * "consensus-leadership" (listeners).
 */
public final class LogConsensus implements Consensus, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogConsensus.class);
    private static final long START_SECONDS = 60;
    private static final long LOOK_MILLIS = 2_000;
    /** So many thresholds of commands make a snapshot due at once: it bounds the log that a restart has to read. */
    private static final int OVERDUE = 3;
    /** Commands that a start would rather not read. */
    private static final long LONG_LOG = 4_096;
    private static final long CLOSE_SECONDS = 5;

    private final String engine;
    private final LogSettings settings;
    private final LongSupplier nanoTime;
    private final DiskSpace disk;
    private final ScheduledExecutorService keeper;
    private final LogLifecycle<?> lifecycle;
    private final WritePath<?, ?> writes;
    private DirectoryLock lock;
    private long lastLook;

    /**
     * @param engine its name
     * @param keeper of one thread, where snapshots are written; ends with this
     */
    public LogConsensus(String engine, LogSettings settings, LongSupplier nanoTime, DiskSpace disk, ScheduledExecutorService keeper,
            LogLifecycle<?> lifecycle) {
        this.engine = engine;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.disk = disk;
        this.keeper = keeper;
        this.lifecycle = lifecycle;
        this.writes = lifecycle.writes();
    }

    /**
     * Opens the log. Returns once commands are taken where this server alone votes, and else once other servers are heard.
     * Not to be called again after a failure.
     */
    public void start() throws EngineStartException, InterruptedException {
        try {
            Files.createDirectories(settings.directory());
            lock = DirectoryLock.acquire(settings.directory());
            lifecycle.start(START_SECONDS);
        } catch (IOException | RuntimeException e) {
            throw new EngineStartException("the raft data in " + settings.directory() + " cannot be opened: "
                    + DataFolder.describe(e), e);
        }
        lastLook = nanoTime.getAsLong();
        long period = Math.min(LOOK_MILLIS, settings.snapshotInterval().toMillis());
        keeper.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (lifecycle.state() != State.RUNNING) {
            return;
        }
        LogNode current = lifecycle.node();
        current.expireReads();
        if (!disk.isFull()) {
            snapshotIfDue(current);
        } else if (current.isLeading() && !current.isAlone()) {
            LOG.warn("the disk of {} is full: another server is asked to lead", settings.directory());
            transferLeadership("").whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("nobody else leads: {}", failure.getMessage());
                }
            });
        }
    }

    private void snapshotIfDue(LogNode current) {
        long lag = current.appliedIndex() - current.snapshotIndex();
        boolean look = nanoTime.getAsLong() - lastLook >= settings.snapshotInterval().toNanos();
        if (look) {
            lastLook = nanoTime.getAsLong();
        }
        if (look && lag >= settings.snapshotThreshold() || lag / OVERDUE >= settings.snapshotThreshold()) {
            current.snapshot();
        }
    }

    /** The log cannot be written any more: it takes no writes until it has been opened again. */
    public void breakDown(Throwable cause) {
        lifecycle.breakDown(cause);
    }

    @Override
    public CompletableFuture<Applied> apply(byte[] bytes) {
        return writes.apply(bytes);
    }

    @Override
    public CompletableFuture<Void> readBarrier(Barrier barrier) {
        State state = lifecycle.state();
        if (state == State.REOPENING && lifecycle.isAlone()) {
            return CompletableFuture.completedFuture(null);
        }
        if (state != State.RUNNING) {
            return CompletableFuture.failedFuture(LogLifecycle.unavailable(
                    state == State.REOPENING ? "the log is not open" : "consensus is stopped", null));
        }
        CompletableFuture<Void> reached = lifecycle.node().await(barrier);
        return reached.isDone() && !reached.isCompletedExceptionally() ? reached : explained(reached, this::unread);
    }

    private ConsensusException unread(Throwable cause) {
        if (lifecycle.state() != State.RUNNING) {
            return LogLifecycle.unavailable("the log is not open", cause);
        }
        return cause instanceof TimeoutException
                ? new ConsensusException(Reason.TIMED_OUT, "", "this server does not keep up with the leader", cause)
                : lifecycle.notLeading(cause);
    }

    private interface Explanation {
        ConsensusException of(Throwable cause);
    }

    private static <T> CompletableFuture<T> explained(CompletableFuture<T> future, Explanation explanation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause() : failure;
            if (cause == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(cause instanceof ConsensusException ? cause : explanation.of(cause));
            }
        });
        return answer;
    }

    private static Explanation because(String failed) {
        return cause -> LogLifecycle.unavailable(failed + ": " + DataFolder.describe(cause), cause);
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return explained(lifecycle.bootstrap(List.copyOf(peers)), because("the cluster was not begun"));
    }

    @Override
    public CompletableFuture<Void> recover(List<Peer> peers) {
        return explained(lifecycle.recover(List.copyOf(peers)), because("the cluster was not recovered"));
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> peers) {
        List<Peer> wanted = List.copyOf(peers);
        return administer("the servers were not changed", node -> node.changeMembers(wanted));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) {
        if (id.equals(settings.nodeId()) && lifecycle.state() == State.RUNNING && lifecycle.node().isLeading()) {
            return CompletableFuture.completedFuture(null);
        }
        return administer("leadership was not transferred", node -> node.transferLeadership(id));
    }

    private interface Change {
        CompletableFuture<Void> on(LogNode node) throws IOException;
    }

    private CompletableFuture<Void> administer(String failed, Change change) {
        return explained(lifecycle.submit(() -> {
            LogNode node = lifecycle.node();
            return node.isLeading() ? change.on(node) : CompletableFuture.failedFuture(lifecycle.notLeading(null));
        }), cause -> lifecycle.node().isForAnotherLeader(cause) ? lifecycle.notLeading(cause) : because(failed).of(cause));
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        ConsensusException refusal = writes.refusal(0);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        return explained(lifecycle.node().snapshot(), cause -> LogLifecycle.unavailable("the snapshot was not written", cause));
    }

    @Override
    public Status status() {
        LogNode node = lifecycle.node();
        if (node == null) {
            return new Status(engine, 0, "", "", false, 0, 0, 0, 0, -1, List.of());
        }
        State state = lifecycle.state();
        boolean leading = state == State.REOPENING && lifecycle.isAlone() || state == State.RUNNING && node.isLeading();
        String leaderId = leading ? settings.nodeId() : state == State.RUNNING && !node.isLeader() ? node.leaderId() : "";
        String leaderAddress = leading ? settings.serverAddress() : leaderId.isEmpty() ? "" : node.leaderAddress();
        return new Status(engine, lifecycle.term(), leaderId, leaderAddress, leading, Math.max(0, node.lastIndex()),
                node.commitIndex(), node.appliedIndex(), node.snapshotIndex(), leading ? 0 : node.lastContactMillis(),
                node.peers());
    }

    @Override
    public long heartbeatMillis() {
        return settings.timing().electionMillis() / 2;
    }

    @Override
    public AutoCloseable onLeadership(LeadershipListener listener) {
        return lifecycle.leadership().add(listener);
    }

    /** Answers what is under way, takes a snapshot if a restart would have much to read, and closes the files. */
    @Override
    public void close() {
        boolean worthSnapshot = lifecycle.state() == State.RUNNING && !disk.isFull();
        if (!lifecycle.stop()) {
            return;
        }
        try {
            if (worthSnapshot) {
                lastSnapshot();
            }
            keeper.shutdown();
            keeper.awaitTermination(START_SECONDS, TimeUnit.SECONDS);
            lifecycle.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            LOG.warn("the raft log in {} did not close well: {}", settings.directory(), DataFolder.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writes.close();
        lifecycle.leadership().close();
    }

    private void lastSnapshot() throws InterruptedException {
        LogNode node = lifecycle.node();
        if (node.appliedIndex() - node.snapshotIndex() < Math.min(settings.snapshotThreshold(), LONG_LOG)) {
            return;
        }
        try {
            node.snapshot().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("no snapshot was taken at the end, the next start reads the log: {}", DataFolder.describe(e));
        }
    }
}

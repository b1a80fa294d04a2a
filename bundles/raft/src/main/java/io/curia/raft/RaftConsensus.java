package io.curia.raft;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated log on Ratis, with one server.
 *
 * <p>States: new → (start) running ⇄ broken → (close) closed, for good. <i>Broken</i> is a log that could not be written,
 * as on a full disk: writes are refused, reads go on, as nobody else can have written, and the log is opened again as
 * soon as there is room. Invariant: a write is answered well only after it was synced and applied.
 *
 * <p>Any thread may call any method but {@link #start} and {@link #close}, which belong to the owner. Threads of ours:
 * "consensus-keeper" (snapshots, recovery) and "consensus-leadership" (listeners); commands are applied and answered on
 * Ratis' updater thread.
 */
public final class RaftConsensus implements Consensus, AutoCloseable {
    private enum State { NEW, RUNNING, BROKEN, CLOSED }

    private static final Logger LOG = LoggerFactory.getLogger(RaftConsensus.class);
    private static final long START_SECONDS = 60;
    private static final long RECOVERY_SECONDS = 1;
    private static final long LOOK_MILLIS = 2_000;
    /** So many thresholds of entries make a snapshot due at once: it bounds the log that a restart has to read. */
    private static final int OVERDUE = 3;
    /** Entries that a start would rather not read. */
    private static final long LONG_LOG = 4_096;
    private static final long CLOSE_SECONDS = 5;

    private final RaftSettings settings;
    private final StateMachine machine;
    private final LongSupplier nanoTime;
    private final DiskSpace disk;
    private final Peer self;
    private final ScheduledThreadPoolExecutor keeper;
    private final Leadership leadership = new Leadership(this::term);
    private final CountDownLatch firstLeading = new CountDownLatch(1);
    private final Set<Command> inFlight = ConcurrentHashMap.newKeySet();
    private volatile State state = State.NEW;
    private volatile RatisNode node;
    private volatile Throwable startFailure;
    private DirectoryLock lock;
    private long lastLook;

    /** @param usableBytes what is left on the disk of the directory */
    public RaftConsensus(RaftSettings settings, StateMachine machine, LongSupplier usableBytes,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.disk = new DiskSpace(usableBytes, nanoTime);
        this.self = new Peer(settings.nodeId(), settings.serverAddress(), true);
        this.keeper = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "consensus-keeper");
            thread.setDaemon(true);
            return thread;
        });
        keeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Opens the log and returns once commands are taken. Not to be called again after a failure. */
    public void start() throws RaftStartException, InterruptedException {
        try {
            Files.createDirectories(settings.directory());
            lock = DirectoryLock.acquire(settings.directory());
            node = open();
        } catch (IOException | RuntimeException e) {
            throw new RaftStartException("the raft data in " + settings.directory() + " cannot be opened: "
                    + DataFolder.describe(e), e);
        }
        if (!firstLeading.await(START_SECONDS, TimeUnit.SECONDS)) {
            throw new RaftStartException("the server of " + settings.directory() + " was not elected within "
                    + START_SECONDS + " s", null);
        }
        if (startFailure != null) {
            throw new RaftStartException("the raft data in " + settings.directory() + " cannot be written: "
                    + DataFolder.describe(startFailure), startFailure);
        }
        state = State.RUNNING;
        lastLook = nanoTime.getAsLong();
        long period = Math.min(LOOK_MILLIS, settings.snapshotInterval().toMillis());
        keeper.scheduleWithFixedDelay(this::snapshotIfDue, period, period, TimeUnit.MILLISECONDS);
    }

    private RatisNode open() throws IOException {
        TornTail.repair(settings.directory());
        return RatisNode.open(settings, machine, new RatisStateMachine.Events() {
            @Override
            public void leading(boolean leading) {
                leadership.set(leading);
                if (leading) {
                    firstLeading.countDown();
                }
            }

            @Override
            public void logFailed(Throwable cause) {
                breakDown(cause);
            }
        }, keeper);
    }

    private void snapshotIfDue() {
        RatisNode current = node;
        if (state != State.RUNNING || disk.isFull()) {
            return;
        }
        long lag = current.appliedIndex() - current.snapshotIndex();
        boolean look = nanoTime.getAsLong() - lastLook >= settings.snapshotInterval().toNanos();
        if (look) {
            lastLook = nanoTime.getAsLong();
        }
        if (look && lag >= settings.snapshotThreshold() || lag / OVERDUE >= settings.snapshotThreshold()) {
            current.snapshot();
        }
    }

    /** The log cannot be written any more. */
    void breakDown(Throwable cause) {
        synchronized (keeper) {
            if (state == State.NEW) {
                startFailure = cause;
                firstLeading.countDown();
            }
            if (state != State.RUNNING) {
                return;
            }
            state = State.BROKEN;
            keeper.schedule(this::reopen, RECOVERY_SECONDS, TimeUnit.SECONDS);
        }
        LOG.error("the raft log in {} cannot be written, writes are refused until it can: {}", settings.directory(),
                DataFolder.describe(cause));
        inFlight.forEach(command -> fail(command, cause));
    }

    private void reopen() {
        if (state != State.BROKEN) {
            return;
        }
        try {
            if (disk.isFull()) {
                throw new IOException("there is no room on the disk");
            }
            node.close();
            node = open();
            synchronized (keeper) {
                if (state == State.BROKEN) {
                    state = State.RUNNING;
                }
            }
            LOG.warn("the raft log in {} is written again", settings.directory());
        } catch (IOException | RuntimeException e) {
            LOG.debug("the raft log in {} still cannot be opened: {}", settings.directory(), e.toString());
            synchronized (keeper) {
                if (state == State.BROKEN) {
                    keeper.schedule(this::reopen, RECOVERY_SECONDS, TimeUnit.SECONDS);
                }
            }
        }
    }

    @Override
    public CompletableFuture<Applied> apply(byte[] bytes) {
        ConsensusException refusal = refusal(bytes.length);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        Command command = new Command(bytes);
        inFlight.add(command);
        try {
            node.submit(command).whenComplete((reply, failure) -> settle(command, reply, failure));
        } catch (IOException | RuntimeException e) {
            settle(command, null, e);
        }
        if (state == State.BROKEN) {
            // it may have come too late for those that breakDown() answered
            fail(command, null);
        }
        return command.future();
    }

    private ConsensusException refusal(int length) {
        if (state != State.RUNNING) {
            return unavailable(state == State.BROKEN ? "the log cannot be written" : "consensus is stopped", null);
        }
        if (length > RatisProperties.COMMAND_LIMIT) {
            return unavailable("a command of " + length + " bytes is larger than " + RatisProperties.COMMAND_LIMIT,
                    null);
        }
        return disk.isFull() ? unavailable("the disk of " + settings.directory() + " is full", null) : null;
    }

    private void settle(Command command, RaftClientReply reply, Throwable failure) {
        inFlight.remove(command);
        if (!command.future().isDone()) {
            fail(command, failure != null ? failure : reply.getException());
        }
    }

    private void fail(Command command, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause() : failure;
        ConsensusException answer;
        if (command.isAppended()) {
            answer = new ConsensusException(Reason.TIMED_OUT, "", "the log stopped before the write was confirmed",
                    cause);
        } else if (state == State.RUNNING
                && (cause instanceof NotLeaderException || cause instanceof LeaderNotReadyException)) {
            answer = notLeading(cause);
        } else {
            answer = unavailable(state == State.CLOSED ? "consensus is stopped"
                    : state == State.BROKEN ? "the log cannot be written" : "the log takes no more writes", cause);
        }
        command.future().completeExceptionally(answer);
    }

    private ConsensusException notLeading(Throwable cause) {
        return new ConsensusException(Reason.NOT_LEADER, "", "this server does not lead at the moment", cause);
    }

    private static ConsensusException unavailable(String message, Throwable cause) {
        return new ConsensusException(Reason.UNAVAILABLE, "", message, cause);
    }

    /** Alone, no other server can have been elected: leading is enough, and a write is answered after it was applied. */
    @Override
    public CompletableFuture<Void> readBarrier(Barrier barrier) {
        if (state == State.BROKEN || state == State.RUNNING && node.isLeading()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(state == State.RUNNING ? notLeading(null)
                : unavailable("consensus is stopped", null));
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return CompletableFuture.failedFuture(unavailable("this server is in a cluster already", null));
    }

    @Override
    public CompletableFuture<Void> recover(List<Peer> peers) {
        return changeMembers(peers);
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> peers) {
        if (isOpen() && peers.equals(List.of(self))) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(unavailable("this engine runs a single server", null));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) {
        if (isOpen() && id.equals(self.id())) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(unavailable("there is no other server to lead", null));
    }

    private boolean isOpen() {
        return state == State.RUNNING || state == State.BROKEN;
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        ConsensusException refusal = refusal(0);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        CompletableFuture<Long> answer = new CompletableFuture<>();
        node.snapshot().whenComplete((index, failure) -> {
            if (failure == null) {
                answer.complete(index);
            } else {
                answer.completeExceptionally(unavailable("the snapshot was not written", failure));
            }
        });
        return answer;
    }

    @Override
    public Status status() {
        RatisNode current = node;
        if (current == null) {
            return new Status("ratis", 0, "", "", false, 0, 0, 0, 0, -1, List.of(self));
        }
        boolean leading = state == State.BROKEN || state == State.RUNNING && current.isLeading();
        return new Status("ratis", term(), leading ? self.id() : "", leading ? self.address() : "", leading, current.lastIndex(),
                current.commitIndex(), current.appliedIndex(), current.snapshotIndex(), leading ? 0 : -1,
                List.of(self));
    }

    private long term() {
        RatisNode current = node;
        return current == null ? 0 : current.info().getCurrentTerm();
    }

    @Override
    public AutoCloseable onLeadership(LeadershipListener listener) {
        return leadership.add(listener);
    }

    /** Answers what is under way, takes a snapshot if a restart would have much to read, and closes the files. */
    @Override
    public void close() {
        boolean worthSnapshot;
        synchronized (keeper) {
            if (state == State.CLOSED) {
                return;
            }
            worthSnapshot = state == State.RUNNING && !disk.isFull();
            state = State.CLOSED;
        }
        try {
            if (worthSnapshot) {
                lastSnapshot();
            }
            keeper.shutdown();
            keeper.awaitTermination(START_SECONDS, TimeUnit.SECONDS);
            if (node != null) {
                node.close();
            }
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            LOG.warn("the raft log in {} did not close well: {}", settings.directory(), DataFolder.describe(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inFlight.forEach(command -> fail(command, null));
        leadership.close();
    }

    private void lastSnapshot() throws InterruptedException {
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

package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which run of an engine serves at the moment, and when another takes its place.
 *
 * <p>States: <i>new</i> → (start) <i>running</i> ⇄ <i>reopening</i> → (close) <i>closed</i>, for good. Reopening is: the
 * log could not be written, as on a full disk, and is opened again as soon as there is room; the engine asks for a new run;
 * or a new configuration is put in its place. Meanwhile nothing is accepted.
 *
 * <p>Changes of the run happen on the thread "consensus-admin" alone, one after another, and {@link #start} and {@link #close}
 * belong to the owner. What a run reports counts only while it is the present one.
 *
 * @param <N> the engine's runs
 */
public abstract class LogLifecycle<N extends LogNode> implements AutoCloseable {
    /** Writes are taken in {@code RUNNING} alone. */
    public enum State { NEW, RUNNING, REOPENING, CLOSED }

    /** Between two looks at something that comes about by itself. */
    protected static final long LOOK_MILLIS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(LogLifecycle.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long FOLLOW_SECONDS = 60;
    private static final long CLOSE_SECONDS = 60;

    private final LogSettings settings;
    private final DiskSpace disk;
    private final LongSupplier nanoTime;
    private final Leadership leadership = new Leadership(this::term);
    private final ScheduledThreadPoolExecutor admin = SingleThread.scheduler("consensus-admin");
    private final CountDownLatch firstEvent = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile N node;
    private volatile Throwable failure;
    private volatile boolean alone;
    /** Grows with each run that is opened, under the lock. */
    private long generation;

    protected LogLifecycle(LogSettings settings, DiskSpace disk, LongSupplier nanoTime) {
        this.settings = settings;
        this.disk = disk;
        this.nanoTime = nanoTime;
    }

    /** The configuration in a log that is not open; empty for none. */
    protected abstract List<Peer> storedPeers() throws IOException;

    /** Puts a configuration in place of what the log says; the log must not be open, and not be empty. */
    protected abstract void replaceConfiguration(List<Peer> peers) throws IOException;

    /**
     * Opens the log for a new {@link Run}.
     *
     * @param peers the configuration of an empty log; empty to wait until another server's leader takes this one in
     */
    protected abstract N open(List<Peer> peers) throws IOException, InterruptedException;

    /** After a run has taken the place of another; on the admin thread. */
    protected void opened(N run) { }

    /** @return refused when this server has a log or is in a cluster already, other than the one that is asked for */
    public abstract CompletableFuture<Void> bootstrap(List<Peer> peers);

    /** What goes through the log. */
    public abstract WritePath<N, ?> writes();

    public final State state() {
        return state;
    }

    /** The present run, or the last one; null before the first. */
    public final N node() {
        return node;
    }

    /** Whether this server was the only voter when its log was last open. */
    public final boolean isAlone() {
        return alone;
    }

    /** The configuration has changed without a new run. */
    protected final void configured() {
        alone = node.isAlone();
    }

    public final Leadership leadership() {
        return leadership;
    }

    public final long term() {
        N current = node;
        return current == null ? 0 : current.term();
    }

    /** Opens the log; where this server alone votes, returns when it leads. */
    public final void start(long limitSeconds) throws IOException, InterruptedException {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        if (!run(() -> openFirst(opened))) {
            throw new IOException("stopped before it was open");
        }
        try {
            opened.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
        if (alone && !firstEvent.await(limitSeconds, TimeUnit.SECONDS)) {
            throw new IOException("this server was not elected within " + limitSeconds + " s");
        }
        if (failure != null) {
            throw new IOException("the log cannot be written: " + DataFolder.describe(failure), failure);
        }
        synchronized (this) {
            state = State.RUNNING;
        }
    }

    /** Not on the starter's thread, which may be interrupted: that closes files as they are opened, and leaves threads behind. */
    private void openFirst(CompletableFuture<Void> opened) {
        if (state == State.CLOSED) {
            opened.completeExceptionally(new IOException("stopped before it was open"));
            return;
        }
        try {
            recoverFromFile();
            node = open(settings.alone() ? List.of(settings.self()) : List.of());
            alone = node.isAlone();
            opened.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            opened.completeExceptionally(e);
        } catch (IOException | RuntimeException | Error e) {
            // an error too: whoever waits must not wait for ever
            opened.completeExceptionally(e);
        }
    }

    private void recoverFromFile() throws IOException {
        PeersFile file = new PeersFile(settings.directory(), settings.self());
        Optional<List<Peer>> wanted = file.isThere() ? file.read(storedPeers()) : Optional.empty();
        if (wanted.isPresent()) {
            LOG.warn("recovering from peers.json: the servers of the cluster are now {}", wanted.get().stream()
                    .map(peer -> peer.id() + " at " + peer.address() + (peer.voter() ? "" : " (does not vote)")).toList());
            replaceConfiguration(wanted.get());
            file.delete();
            LOG.warn("peers.json was put into force and deleted");
        }
        file.explain();
    }

    /** What a run reports. */
    protected class Run {
        private final long number;

        protected Run() {
            synchronized (LogLifecycle.this) {
                generation++;
                number = generation;
            }
        }

        /** Whether no other was opened after it. */
        protected final boolean isPresent() {
            synchronized (LogLifecycle.this) {
                return number == generation;
            }
        }

        /** @param leading whether this server leads and has applied what was committed before */
        public final void leading(boolean leading) {
            if (isPresent()) {
                leadership.set(leading);
                if (leading) {
                    firstEvent.countDown();
                }
            }
        }

        /** The log cannot be written any more. */
        public final void logFailed(Throwable cause) {
            if (isPresent()) {
                breakDown(cause);
            }
        }
    }

    /** @return false when it was not running */
    protected final synchronized boolean leaveRunning() {
        if (state != State.RUNNING) {
            return false;
        }
        state = State.REOPENING;
        return true;
    }

    /** The log cannot be written any more. */
    final void breakDown(Throwable cause) {
        synchronized (this) {
            if (state == State.NEW) {
                failure = cause;
                firstEvent.countDown();
            }
            if (!leaveRunning()) {
                return;
            }
        }
        LOG.error("the raft log in {} cannot be written, writes are refused until it can: {}",
                settings.directory(), DataFolder.describe(cause));
        writes().failAll(cause);
        if (!alone) {
            // so that the others look for another leader at once
            run(this::closeNode);
        }
        schedule(() -> reopen(true), RETRY_MILLIS);
    }

    /** On the admin thread, after {@link #leaveRunning}. */
    protected final void reopen(boolean wasBroken) {
        if (state != State.REOPENING) {
            return;
        }
        try {
            if (disk.isFull()) {
                throw new IOException("there is no room on the disk");
            }
            closeNode();
            if (!node.isClosed()) {
                schedule(() -> reopen(wasBroken), LOOK_MILLIS);
                return;
            }
            become(open(List.of()));
            if (wasBroken) {
                LOG.warn("the raft log in {} is written again", settings.directory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the raft log in {} still cannot be opened: {}", settings.directory(), e.toString());
            schedule(() -> reopen(wasBroken), RETRY_MILLIS);
        }
    }

    private void closeNode() {
        // in an interrupted thread files do not close as they should
        boolean interrupted = Thread.interrupted();
        try {
            node.close();
        } catch (IOException e) {
            LOG.warn("the raft log in {} did not close well: {}", settings.directory(), DataFolder.describe(e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        writes().failAll(null);
    }

    private void become(N run) throws IOException {
        boolean only = run.isAlone();
        synchronized (this) {
            node = run;
            alone = only;
            if (state == State.REOPENING) {
                state = State.RUNNING;
            }
        }
        opened(run);
        if (state == State.CLOSED) {
            run.close();
        }
    }

    /** Puts a configuration in place of what the log says; ends when there is a leader. */
    public final CompletableFuture<Void> recover(List<Peer> peers) {
        return submit(() -> {
            if (!isVoter(peers)) {
                return refusal("this server is not among the voters of the recovered cluster");
            }
            return exchange(() -> {
                replaceConfiguration(peers);
                return open(List.of());
            }).thenCompose(done -> leader());
        });
    }

    /** Whether this server votes among them. */
    protected final boolean isVoter(List<Peer> peers) {
        return peers.stream().anyMatch(peer -> peer.voter() && peer.id().equals(settings.nodeId()));
    }

    /** What opens the log, once it is closed. */
    protected interface Opening<N> {
        N open() throws IOException, InterruptedException;
    }

    /** Puts a new run in place of the present one; on the admin thread. */
    protected final CompletableFuture<Void> exchange(Opening<N> opening) {
        if (!leaveRunning()) {
            return refusal("consensus is stopped or its log cannot be written");
        }
        try {
            closeNode();
            become(opening.open());
            return CompletableFuture.completedFuture(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal("consensus is stopped");
        } catch (IOException | RuntimeException e) {
            LOG.error("the raft log in {} cannot be opened again: {}", settings.directory(), DataFolder.describe(e));
            schedule(() -> reopen(true), RETRY_MILLIS);
            return CompletableFuture.failedFuture(unavailable("the log cannot be opened again: " + DataFolder.describe(e), e));
        }
    }

    private CompletableFuture<Void> leader() {
        CompletableFuture<Void> found = new CompletableFuture<>();
        look(found, nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(FOLLOW_SECONDS));
        return found;
    }

    private void look(CompletableFuture<Void> found, long deadline) {
        if (state == State.RUNNING && !node.leaderId().isEmpty() && (node.isLeading() || !node.isLeader())) {
            found.complete(null);
        } else if (state == State.CLOSED || nanoTime.getAsLong() - deadline > 0) {
            found.completeExceptionally(new ConsensusException(Reason.TIMED_OUT, "", "no leader was found", null));
        } else {
            schedule(() -> look(found, deadline), LOOK_MILLIS);
        }
    }

    public static ConsensusException unavailable(String message, Throwable cause) {
        return new ConsensusException(Reason.UNAVAILABLE, "", message, cause);
    }

    protected static CompletableFuture<Void> refusal(String message) {
        return CompletableFuture.failedFuture(unavailable(message, null));
    }

    /** With a hint who does. */
    public final ConsensusException notLeading(Throwable cause) {
        N current = node;
        return new ConsensusException(Reason.NOT_LEADER, current.isLeader() ? "" : current.leaderAddress(),
                "this server does not lead at the moment", cause);
    }

    /** An action that may wait for locks. */
    public interface Action {
        CompletableFuture<Void> run() throws IOException;
    }

    /** Runs it on the admin thread while the log is open. */
    public final CompletableFuture<Void> submit(Action action) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        boolean accepted = run(() -> {
            try {
                (state == State.RUNNING ? action.run() : refusal("consensus is stopped or its log cannot be written"))
                        .whenComplete((done, cause) -> {
                            if (cause == null) {
                                answer.complete(null);
                            } else {
                                answer.completeExceptionally(cause);
                            }
                        });
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return accepted ? answer : refusal("consensus is stopped");
    }

    /** Runs it on the admin thread; false after the end. */
    protected final boolean run(Runnable task) {
        return schedule(task, 0);
    }

    /** Runs it on the admin thread, later; false after the end. */
    protected final boolean schedule(Runnable task, long delayMillis) {
        try {
            admin.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping: {}", e.toString());
            return false;
        }
    }

    /** @return false when it was closed before */
    final synchronized boolean stop() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        return true;
    }

    /** After {@link #stop}. */
    @Override
    public final void close() {
        admin.shutdown();
        try {
            if (!admin.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the raft log in {} does not close", settings.directory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (node != null) {
            closeNode();
        }
    }
}

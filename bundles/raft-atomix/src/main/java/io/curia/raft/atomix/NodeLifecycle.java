package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.Leadership;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.PeersFile;
import io.curia.raft.atomix.AtomixNode.Surroundings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which run of Atomix serves at the moment, and when another takes its place.
 *
 * <p>States: <i>new</i> → (start) <i>running</i> ⇄ <i>reopening</i> → (close) <i>closed</i>, for good. Reopening is: the log could not be
 * written, as on a full disk, and is opened again as soon as there is room; the log lost its newest configuration; or a new
 * configuration is put in its place. Meanwhile nothing is accepted.
 *
 * <p>Changes of the run happen on the thread "consensus-admin" alone, one after another, and {@link #start} and {@link #close}
 * belong to the owner. What a run reports counts only while it is the present one.
 */
final class NodeLifecycle implements AutoCloseable {
    enum State { NEW, RUNNING, REOPENING, CLOSED }

    private static final Logger LOG = LoggerFactory.getLogger(NodeLifecycle.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 20;
    private static final long FOLLOW_SECONDS = 60;
    private static final long CLOSE_SECONDS = 60;

    private final Surroundings around;
    private final LongSupplier timeMillis;
    private final DiskSpace disk;
    private final Leadership leadership;
    private final Consumer<Throwable> failWrites;
    private final ScheduledThreadPoolExecutor admin;
    private final CountDownLatch firstEvent = new CountDownLatch(1);
    private Applier.Origin origin;
    private volatile State state = State.NEW;
    private volatile AtomixNode node;
    private volatile Throwable failure;
    private volatile boolean alone;
    /** Grows with each run that is opened, under the lock. */
    private long generation;

    /**
     * @param timeMillis wall-clock time, which configurations are marked with
     * @param failWrites answers all writes under way; called when the log cannot be written, and after it was closed
     */
    NodeLifecycle(Surroundings around, LongSupplier timeMillis, DiskSpace disk, Leadership leadership, Consumer<Throwable> failWrites) {
        this.around = around;
        this.timeMillis = timeMillis;
        this.disk = disk;
        this.leadership = leadership;
        this.failWrites = failWrites;
        this.admin = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "consensus-admin");
            thread.setDaemon(true);
            return thread;
        });
        admin.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Before the start. */
    void commandsFrom(Applier.Origin writes) {
        origin = writes;
    }

    State state() {
        return state;
    }

    /** The present run, or the last one; null before the first. */
    AtomixNode node() {
        return node;
    }

    /** Whether this server was the only voter when its log was last open. */
    boolean isAlone() {
        return alone;
    }

    /** Opens the log; where this server alone votes, returns when it leads. */
    void start(long limitSeconds) throws IOException, InterruptedException {
        LogSettings settings = around.settings();
        recoverFromFile();
        node = open();
        if (settings.alone() && !node.hasConfiguration() && node.isEmpty()) {
            node.bootstrap(List.of(settings.self()), timeMillis.getAsLong()).join();
        }
        alone = node.isAlone();
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

    private void recoverFromFile() throws IOException {
        LogSettings settings = around.settings();
        PeersFile file = new PeersFile(settings.directory(), settings.self());
        Optional<List<Peer>> wanted = file.isThere() ? file.read(StoredLog.peers(settings)) : Optional.empty();
        if (wanted.isPresent()) {
            LOG.warn("recovering from peers.json: the servers of the cluster are now {}", wanted.get().stream()
                    .map(peer -> peer.id() + " at " + peer.address() + (peer.voter() ? "" : " (does not vote)")).toList());
            StoredLog.replaceConfiguration(settings, wanted.get(), timeMillis.getAsLong());
            file.delete();
            LOG.warn("peers.json was put into force and deleted");
        }
        file.explain();
    }

    private AtomixNode open() throws IOException, InterruptedException {
        return AtomixNode.open(around, origin, nextRun());
    }

    private synchronized Run nextRun() {
        generation++;
        return new Run(generation);
    }

    private synchronized boolean isPresent(Run run) {
        return run.number == generation;
    }

    private final class Run implements RaftCore.Events {
        private final long number;

        Run(long number) {
            this.number = number;
        }

        @Override
        public void leading(boolean leading) {
            if (isPresent(this)) {
                leadership.set(leading);
                if (leading) {
                    firstEvent.countDown();
                }
            }
        }

        @Override
        public void logFailed(Throwable cause) {
            if (isPresent(this)) {
                breakDown(cause);
            }
        }

        @Override
        public void configurationLost() {
            if (!isPresent(this) || state == State.CLOSED) {
                return;
            }
            if (leaveRunning()) {
                LOG.info("a change of the cluster's servers was undone; the log is opened again");
                run(() -> reopen(false));
            } else {
                // it is about to run
                schedule(this::configurationLost, LOOK_MILLIS);
            }
        }
    }

    private synchronized boolean leaveRunning() {
        if (state != State.RUNNING) {
            return false;
        }
        state = State.REOPENING;
        return true;
    }

    /** The log cannot be written any more. */
    void breakDown(Throwable cause) {
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
                around.settings().directory(), DataFolder.describe(cause));
        failWrites.accept(cause);
        if (!alone) {
            // so that the others look for another leader at once
            run(this::closeNode);
        }
        schedule(() -> reopen(true), RETRY_MILLIS);
    }

    private void reopen(boolean wasBroken) {
        if (state != State.REOPENING) {
            return;
        }
        try {
            if (disk.isFull()) {
                throw new IOException("there is no room on the disk");
            }
            closeNode();
            become(open());
            if (wasBroken) {
                LOG.warn("the raft log in {} is written again", around.settings().directory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the raft log in {} still cannot be opened: {}", around.settings().directory(), e.toString());
            schedule(() -> reopen(wasBroken), RETRY_MILLIS);
        }
    }

    private void closeNode() {
        node.close();
        leadership.set(false);
        failWrites.accept(null);
    }

    private void become(AtomixNode opened) {
        node = opened;
        alone = opened.isAlone();
        synchronized (this) {
            if (state == State.REOPENING) {
                state = State.RUNNING;
                return;
            }
        }
        opened.close();
    }

    CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return submit(() -> {
            if (node.hasConfiguration()) {
                return new HashSet<>(node.peers()).equals(new HashSet<>(peers)) ? CompletableFuture.completedFuture(null)
                        : refusal("this server is in a cluster already");
            }
            if (!node.isEmpty()) {
                return refusal("this server's log is not empty");
            }
            if (!isVoter(peers)) {
                return refusal("this server is not among the voters of the new cluster");
            }
            return node.bootstrap(peers, timeMillis.getAsLong()).thenRun(() -> alone = node.isAlone());
        });
    }

    /** Puts a configuration in place of what the log says; ends when there is a leader. */
    CompletableFuture<Void> recover(List<Peer> peers) {
        return submit(() -> {
            if (!isVoter(peers)) {
                return refusal("this server is not among the voters of the recovered cluster");
            }
            return exchange(peers).thenCompose(done -> leader());
        });
    }

    private boolean isVoter(List<Peer> peers) {
        return peers.stream().anyMatch(peer -> peer.voter() && peer.id().equals(around.settings().nodeId()));
    }

    /** On the admin thread. */
    private CompletableFuture<Void> exchange(List<Peer> peers) {
        if (!leaveRunning()) {
            return refusal("consensus is stopped or its log cannot be written");
        }
        try {
            closeNode();
            StoredLog.replaceConfiguration(around.settings(), peers, timeMillis.getAsLong());
            become(open());
            return CompletableFuture.completedFuture(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal("consensus is stopped");
        } catch (IOException | RuntimeException e) {
            LOG.error("the raft log in {} cannot be opened again: {}", around.settings().directory(), DataFolder.describe(e));
            schedule(() -> reopen(true), RETRY_MILLIS);
            return CompletableFuture.failedFuture(new ConsensusException(Reason.UNAVAILABLE, "",
                    "the log cannot be opened again: " + DataFolder.describe(e), e));
        }
    }

    private CompletableFuture<Void> leader() {
        CompletableFuture<Void> found = new CompletableFuture<>();
        look(found, around.nanoTime().getAsLong() + TimeUnit.SECONDS.toNanos(FOLLOW_SECONDS));
        return found;
    }

    private void look(CompletableFuture<Void> found, long deadline) {
        if (state == State.RUNNING && !node.leaderId().isEmpty() && (node.isLeading() || !node.isLeader())) {
            found.complete(null);
        } else if (state == State.CLOSED || around.nanoTime().getAsLong() - deadline > 0) {
            found.completeExceptionally(new ConsensusException(Reason.TIMED_OUT, "", "no leader was found", null));
        } else {
            schedule(() -> look(found, deadline), LOOK_MILLIS);
        }
    }

    private static CompletableFuture<Void> refusal(String message) {
        return CompletableFuture.failedFuture(new ConsensusException(Reason.UNAVAILABLE, "", message, null));
    }

    /** An action that may take its time. */
    interface Action {
        CompletableFuture<Void> run();
    }

    /** Runs it on the admin thread while the log is open. */
    CompletableFuture<Void> submit(Action action) {
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
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return accepted ? answer : refusal("consensus is stopped");
    }

    private boolean run(Runnable task) {
        return schedule(task, 0);
    }

    private boolean schedule(Runnable task, long delayMillis) {
        try {
            admin.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping: {}", e.toString());
            return false;
        }
    }

    /** @return false when it was closed before */
    synchronized boolean stop() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        return true;
    }

    /** After {@link #stop}. */
    @Override
    public void close() {
        admin.shutdown();
        try {
            if (!admin.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the raft log in {} does not close", around.settings().directory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (node != null) {
            closeNode();
        }
    }
}

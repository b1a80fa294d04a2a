package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.Leadership;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.PeersFile;
import io.curia.raft.RatisNode.Surroundings;
import io.curia.raft.RatisProperties.FirstElection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which run of Ratis serves at the moment, and when another takes its place.
 *
 * <p>States: <i>new</i> → (start) <i>running</i> ⇄ <i>reopening</i> → (close) <i>closed</i>, for good. Reopening is: the log could not be
 * written, as on a full disk, and is opened again as soon as there is room; the run ended by itself, because this server
 * left the cluster, and a new one waits until it is taken in again; or a new configuration is put in its place. Meanwhile
 * nothing is accepted.
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
    private final DiskSpace disk;
    private final Leadership leadership;
    private final Consumer<Throwable> failWrites;
    private final ScheduledThreadPoolExecutor admin;
    private final CountDownLatch firstEvent = new CountDownLatch(1);
    private volatile State state = State.NEW;
    private volatile RatisNode node;
    private volatile Throwable failure;
    private volatile boolean alone;
    /** Grows with each run that is opened, under the lock. */
    private long generation;

    /** @param failWrites answers all writes under way; called when the log cannot be written, and after it was closed */
    NodeLifecycle(Surroundings around, DiskSpace disk, Leadership leadership, Consumer<Throwable> failWrites) {
        this.around = around;
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

    State state() {
        return state;
    }

    /** The present run, or the last one; null before the first. */
    RatisNode node() {
        return node;
    }

    /** Whether this server was the only voter when its log was last open. */
    boolean isAlone() {
        return alone;
    }

    /**
     * Opens the log; where this server alone votes, returns when it leads.
     *
     * @param peers the configuration of an empty log
     */
    void start(List<Peer> peers, long limitSeconds) throws IOException, InterruptedException {
        recoverFromFile();
        node = open(peers);
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
        Optional<List<Peer>> wanted = file.read(StoredConfiguration.read(settings));
        if (wanted.isPresent()) {
            LOG.warn("recovering from peers.json: the servers of the cluster are now {}", wanted.get().stream()
                    .map(peer -> peer.id() + " at " + peer.address() + (peer.voter() ? "" : " (does not vote)")).toList());
            replaceConfiguration(around, wanted.get());
            file.delete();
            LOG.warn("peers.json was put into force and deleted");
        }
        file.explain();
    }

    private RatisNode open(List<Peer> peers) throws IOException {
        repair(around.settings());
        List<Peer> known = StoredConfiguration.read(around.settings());
        boolean single = isOnly(known.isEmpty() ? peers : known);
        return RatisNode.open(around, peers, single ? FirstElection.AT_ONCE : FirstElection.AS_ALWAYS, nextRun());
    }

    private static void repair(LogSettings settings) throws IOException {
        TornTail.repair(settings.directory());
        InterruptedInstall.repair(RatisNode.log(settings));
    }

    private boolean isOnly(List<Peer> peers) {
        List<Peer> voters = peers.stream().filter(Peer::voter).toList();
        return voters.size() == 1 && voters.get(0).id().equals(around.settings().nodeId());
    }

    private synchronized Run nextRun() {
        generation++;
        return new Run(generation);
    }

    private synchronized boolean isPresent(Run run) {
        return run.number == generation;
    }

    private final class Run implements RatisStateMachine.Events {
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
        public void stopped() {
            if (isPresent(this) && leaveRunning()) {
                LOG.info("this server's part in the cluster has ended; it waits to be taken in again");
                run(() -> reopen(false));
            }
        }

        @Override
        public void removed() {
            // the run that has stopped may be replaced already: whichever is present asks for no votes
            run(() -> {
                if (state == State.RUNNING) {
                    node.standBy();
                } else {
                    quiet = true;
                }
            });
        }
    }

    /** On the admin thread: the next run asks for no votes until a leader has taken this server in again. */
    private boolean quiet;

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
            if (!node.isClosed()) {
                schedule(() -> reopen(wasBroken), LOOK_MILLIS);
                return;
            }
            become(open(List.of()));
            if (wasBroken) {
                LOG.warn("the raft log in {} is written again", around.settings().directory());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the raft log in {} still cannot be opened: {}", around.settings().directory(), e.toString());
            schedule(() -> reopen(wasBroken), RETRY_MILLIS);
        }
    }

    private void closeNode() {
        try {
            node.close();
        } catch (IOException e) {
            LOG.warn("the raft log in {} did not close well: {}", around.settings().directory(), DataFolder.describe(e));
        }
        failWrites.accept(null);
    }

    private void become(RatisNode opened) throws IOException {
        synchronized (this) {
            node = opened;
            alone = opened.isAlone();
            if (state == State.REOPENING) {
                state = State.RUNNING;
            }
        }
        if (quiet) {
            quiet = false;
            opened.standBy();
        }
        if (state == State.CLOSED) {
            opened.close();
        }
    }

    /** @return refused when this server has a log or is in a cluster already, other than the one that is asked for */
    CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return submit(() -> {
            if (Set.copyOf(peers).equals(Set.copyOf(node.peers()))) {
                // those that were told before have elected a leader, and it was here already
                return CompletableFuture.completedFuture(null);
            }
            if (!node.isEmpty() || !node.peers().isEmpty()) {
                return refusal("this server is in a cluster already");
            }
            if (peers.stream().noneMatch(peer -> peer.voter() && peer.id().equals(around.settings().nodeId()))) {
                return refusal("this server is not among the voters of the new cluster");
            }
            return exchange(() -> open(peers));
        });
    }

    /** Puts a configuration in place of what the log says; ends when there is a leader. */
    CompletableFuture<Void> recover(List<Peer> peers) {
        return submit(() -> {
            if (peers.stream().noneMatch(peer -> peer.voter() && peer.id().equals(around.settings().nodeId()))) {
                return refusal("this server is not among the voters of the recovered cluster");
            }
            return exchange(() -> {
                replaceConfiguration(around, peers);
                return open(List.of());
            }).thenCompose(done -> leader());
        });
    }

    /** Puts a configuration in place of what the log says; the log must not be open, and not be empty. */
    static void replaceConfiguration(Surroundings around, List<Peer> peers) throws IOException {
        long term;
        long end;
        repair(around.settings());
        try (RatisNode look = RatisNode.open(around, List.of(), FirstElection.NEVER, new NoEvents())) {
            term = look.info().getCurrentTerm();
            end = look.nextPosition();
            if (look.isEmpty()) {
                throw new IOException("there is no log to recover");
            }
        }
        StoredConfiguration.replace(around.settings(), peers, term, end);
    }

    private static final class NoEvents implements RatisStateMachine.Events {
        @Override
        public void leading(boolean leading) {
            // nobody leads a log that is only looked at
        }

        @Override
        public void logFailed(Throwable cause) {
            // nothing is written
        }

        @Override
        public void stopped() {
            // whoever looks closes it
        }

        @Override
        public void removed() {
            // nobody is asked
        }
    }

    private interface Opening {
        RatisNode open() throws IOException;
    }

    /** On the admin thread. */
    private CompletableFuture<Void> exchange(Opening opening) {
        if (!leaveRunning()) {
            return refusal("consensus is stopped or its log cannot be written");
        }
        try {
            closeNode();
            become(opening.open());
            return CompletableFuture.completedFuture(null);
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
        if (state == State.RUNNING && !node.leaderId().isEmpty() && (node.isLeading() || !node.info().isLeader())) {
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

    /** An action that may wait for locks. */
    interface Action {
        CompletableFuture<Void> run() throws IOException;
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
            } catch (IOException | RuntimeException e) {
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

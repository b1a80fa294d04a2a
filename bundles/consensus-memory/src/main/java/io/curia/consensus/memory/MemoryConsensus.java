package io.curia.consensus.memory;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of one server that is never written down: a command is committed when it is queued, and applied by one thread.
 *
 * <p>States: running, then closed, for good. Running, this server leads; its term is the second, as after the first
 * election of a fresh Raft server, and the first index belongs to the leader's barrier. An engine that finds a state
 * machine with a past goes on behind it. The queue is bounded; beyond it commands are refused, nothing blocks.
 *
 * <p>Any thread may call any method. Only the apply thread touches the state machine, completes commands and calls
 * listeners. {@link #accepting} and the queue's tail change together under {@link #gate}, so that nothing is queued
 * behind the end and left unanswered.
 */
public final class MemoryConsensus implements Consensus, AutoCloseable {
    /** Commands waiting, at most. */
    static final int QUEUE_LIMIT = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryConsensus.class);
    private static final int BATCH = 256;

    /** One thing for the apply thread to do. */
    private interface Task {
        void run();
    }

    private final StateMachine machine;
    private final Peer self;
    private final long term;
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>(QUEUE_LIMIT);
    private final List<LeadershipListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread applier;
    private final Object gate = new Object();
    private volatile boolean accepting = true;
    private volatile long lastIndex;
    private volatile long snapshotIndex;

    /**
     * Starts at once.
     *
     * @param serverAddress host:port, reported as the leader's
     */
    public MemoryConsensus(StateMachine machine, String nodeId, String serverAddress) {
        this.machine = machine;
        this.self = new Peer(nodeId, serverAddress, true);
        long past = machine.appliedIndex();
        // every earlier term used an index at least, so this one is above them all
        this.lastIndex = past + 1;
        this.term = past + 2;
        this.applier = new Thread(this::drain, "consensus-apply");
        applier.setDaemon(true);
        applier.start();
    }

    private void drain() {
        List<Task> batch = new ArrayList<>(BATCH);
        while (accepting || !queue.isEmpty()) {
            takeInto(batch);
            for (Task task : batch) {
                task.run();
            }
            batch.clear();
        }
        for (LeadershipListener listener : listeners) {
            tell(listener, false);
        }
    }

    private void takeInto(List<Task> batch) {
        try {
            batch.add(queue.take());
            queue.drainTo(batch, BATCH - 1);
        } catch (InterruptedException e) {
            LOG.error("the apply thread was interrupted: no further command is taken");
            synchronized (gate) {
                accepting = false;
            }
        }
    }

    @Override
    public CompletableFuture<Applied> apply(byte[] command) {
        CompletableFuture<Applied> future = new CompletableFuture<>();
        submit(() -> applyNow(command, future), future);
        return future;
    }

    private void applyNow(byte[] command, CompletableFuture<Applied> future) {
        long index = lastIndex + 1;
        byte[] result;
        try {
            result = machine.apply(index, term, command);
        } catch (RuntimeException e) {
            lastIndex = index;
            LOG.error("the state machine failed at index {}", index, e);
            future.completeExceptionally(new ConsensusException(Reason.TIMED_OUT, "",
                    "the state machine failed at index " + index, e));
            return;
        }
        lastIndex = index;
        future.complete(new Applied(index, term, result));
    }

    /** Queues the task, or ends the future where that is impossible. */
    private void submit(Task task, CompletableFuture<?> future) {
        boolean open;
        synchronized (gate) {
            open = accepting;
            if (open && queue.offer(task)) {
                return;
            }
        }
        future.completeExceptionally(unavailable(open ? "too many writes are waiting" : "consensus is stopped"));
    }

    private static ConsensusException unavailable(String message) {
        return new ConsensusException(Reason.UNAVAILABLE, "", message, null);
    }

    /** Free: a write is acknowledged after it was applied. */
    @Override
    public CompletableFuture<Void> readBarrier(Barrier barrier) {
        return accepting ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(unavailable("consensus is stopped"));
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return CompletableFuture.failedFuture(unavailable("this server is its own cluster already"));
    }

    @Override
    public CompletableFuture<Void> recover(List<Peer> peers) {
        return changeMembers(peers);
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> peers) {
        if (accepting && peers.equals(List.of(self))) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(unavailable("a server in memory is always the only one"));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) {
        if (accepting && id.equals(self.id())) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(unavailable("there is no other server to lead"));
    }

    /** Writes nothing, as there is nothing to restart from: it notes the index that a snapshot would cover. */
    @Override
    public CompletableFuture<Long> snapshot() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        submit(() -> {
            snapshotIndex = lastIndex;
            future.complete(snapshotIndex);
        }, future);
        return future;
    }

    @Override
    public Status status() {
        long last = lastIndex;
        boolean leading = accepting;
        return new Status("memory", term, leading ? self.id() : "", leading ? self.address() : "", leading, last, last, last, snapshotIndex,
                leading ? 0 : -1, List.of(self));
    }

    @Override
    public long heartbeatMillis() {
        return 0;
    }

    @Override
    public AutoCloseable onLeadership(LeadershipListener listener) {
        synchronized (gate) {
            // known before it is told, as the apply thread may be quicker than the next line
            listeners.add(listener);
            if (accepting && queue.offer(() -> tellIfListening(listener))) {
                return () -> listeners.remove(listener);
            }
            listeners.remove(listener);
        }
        tell(listener, false);
        return () -> { };
    }

    private void tellIfListening(LeadershipListener listener) {
        if (listeners.contains(listener)) {
            tell(listener, true);
        }
    }

    private void tell(LeadershipListener listener, boolean leading) {
        try {
            listener.onLeadership(leading, term);
        } catch (RuntimeException e) {
            LOG.error("a leadership listener failed", e);
        }
    }

    /** Applies what is queued, tells the listeners, and ends the thread; a further call only waits for that. */
    @Override
    public void close() {
        synchronized (gate) {
            accepting = false;
            // wakes the thread; a full queue has no need of it
            queue.offer(() -> { });
        }
        if (Thread.currentThread() == applier) {
            return;
        }
        try {
            applier.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

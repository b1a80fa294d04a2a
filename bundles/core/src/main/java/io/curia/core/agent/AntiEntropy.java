package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeServiceList;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the catalog in line with the agent (reference: semantics, section 2).
 *
 * <p>Idle until something is wanted: a full round (read the catalog, compare, push) or a partial one (push what is marked).
 * One round at a time; what is wanted meanwhile follows it. A round pushes services, then checks, then the node: whoever
 * sees the node's metadata sees its services too. To a catalog that does not know the node, the first push introduces it by
 * name and address. What is gone by the time its push would be sent is not sent. A round ends when the catalog is not there,
 * or refuses {@value #MOST_REFUSALS} pushes one after the other; after fewer refusals it goes on with the rest. If any push
 * failed, a full round follows: soon in the agent's first seconds, then after 15 to 30 seconds. Until then a catalog that was
 * not there is left alone; one that was is told of changes at once, and what it refused waits for the full round unless it
 * changes. Its lock guards the marks; the dispatcher is called without it.
 */
public final class AntiEntropy implements AutoCloseable {
    /** Timings, in milliseconds. */
    public record Timing(long intervalMillis, long retryMillis, long firstRetryMillis, long impatienceMillis) {
        /** The reference's. */
        public static final Timing DEFAULT = new Timing(60_000, 15_000, 10, 10_000);
    }

    /** On whose behalf: for the node, and for what was registered without a token. */
    public record Tokens(String agent, String standard) { }

    private static final Logger LOG = LoggerFactory.getLogger(AntiEntropy.class);
    /** What operators know it by. */
    private static final Logger ROUNDS = LoggerFactory.getLogger("agent.anti_entropy");
    private static final long NO_NODE = -1;
    private static final int PUSHES_AT_ONCE = 8;
    private static final int MOST_REFUSALS = 8;
    /** The catalog is there, but does not want this. */
    private static final Set<CuriaException.Kind> REFUSALS = EnumSet.of(CuriaException.Kind.BAD_REQUEST,
            CuriaException.Kind.NOT_FOUND, CuriaException.Kind.TOO_LARGE, CuriaException.Kind.FAILED);
    private static final int SCALE_FROM = 128;
    private static final long SLOWEST_FIRST_RETRY_MILLIS = 250;
    private static final long MAX_STALE_MILLIS = 2_000;
    private final Supplier<NodeIdentity> node;
    private final LocalState state;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;
    private final Supplier<Tokens> tokens;
    private final IntSupplier clusterSize;
    private final Timing timing;
    private final CatalogDiff diff;
    private final AutoCloseable stateHandle;
    private boolean closed;
    private boolean active;
    private boolean fullWanted;
    private boolean partialWanted;
    private boolean nodeInSync;
    private boolean nodeKnown;
    private long nodeVersion;
    private boolean succeeded;
    private boolean failing;
    /** The first of this round, or null, and how many there were since the last push that was taken. */
    private Throwable refusal;
    private int refusals;
    /** What was refused last, by what it is about; forgotten when the next full round begins, half a minute later at most. */
    private final Map<String, Push> refused = new HashMap<>();
    private boolean compared;
    private boolean retrying;
    private long impatienceLeft;
    private long firstRetry;
    private Future<?> next;

    public AntiEntropy(Supplier<NodeIdentity> node, LocalState state, Dispatcher dispatcher, Codec codec,
            ScheduledExecutorService timers, RandomGenerator random, Supplier<Tokens> tokens, IntSupplier clusterSize,
            Timing timing) {
        this.node = node;
        this.state = state;
        this.dispatcher = dispatcher;
        this.timers = timers;
        this.random = random;
        this.tokens = tokens;
        this.clusterSize = clusterSize;
        this.timing = timing;
        this.diff = new CatalogDiff(state, codec);
        this.impatienceLeft = timing.impatienceMillis;
        this.firstRetry = timing.firstRetryMillis;
        this.stateHandle = state.onOutOfSync(this::changed);
    }

    /** Begins with a full round. */
    public void start() {
        want(true);
    }

    /** Something local changed. */
    private void changed() {
        want(false);
    }

    /** The node's own data changed. */
    public void nodeChanged() {
        synchronized (this) {
            nodeInSync = false;
            nodeVersion++;
        }
        want(false);
    }

    /** A full round within a random part of the given time. */
    public void resyncWithin(long millis) {
        timers.schedule(() -> want(true), random.nextLong(Math.max(1, millis)), TimeUnit.MILLISECONDS);
    }

    private void want(boolean full) {
        synchronized (this) {
            // What changes before the first full round or after a failed one is pushed by the full round to come.
            if (closed || !full && (failing || !compared && !active)) {
                return;
            }
            fullWanted |= full;
            partialWanted = true;
            if (active) {
                return;
            }
            active = true;
        }
        timers.execute(this::round);
    }

    private void round() {
        boolean full;
        synchronized (this) {
            if (closed) {
                return;
            }
            full = fullWanted;
            fullWanted = false;
            partialWanted = false;
            refusal = null;
            refusals = 0;
            if (full) {
                refused.clear();
                retrying = false;
            }
        }
        CompletableFuture<Void> read = full ? compare() : CompletableFuture.completedFuture(null);
        read.thenCompose(done -> push(Push.services(state)))
                .thenCompose(done -> push(Push.checks(state)))
                .thenCompose(done -> push(node()))
                .whenComplete((done, failure) -> ended(full, failure));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** After each push: the failure that ends the round, or null. */
    private synchronized Throwable grave(Push push, Throwable failure) {
        if (failure == null) {
            refusals = 0;
            return null;
        }
        refusal = refusal == null ? failure : refusal;
        if (!(failure instanceof CuriaException e && REFUSALS.contains(e.kind()))) {
            return failure;
        }
        refused.put(describe(push), push);
        return ++refusals < MOST_REFUSALS ? null : failure;
    }

    private List<Push> node() {
        synchronized (this) {
            return nodeInSync ? List.of() : List.of(new Push.Node(tokens.get().agent()));
        }
    }

    private CompletableFuture<Void> compare() {
        String name = node.get().name();
        ReadOptions options = new ReadOptions("", tokens.get().agent(), 0, 0, Consistency.STALE, MAX_STALE_MILLIS, "");
        CompletableFuture<Answer<NodeServiceList>> services = dispatcher.read(CatalogOperations.NODE_SERVICE_LIST,
                new CatalogOperations.NodeRequest(name), options);
        CompletableFuture<Answer<List<HealthCheck>>> checks = dispatcher.read(HealthOperations.NODE_CHECKS,
                new HealthOperations.NodeRequest(name), options);
        return services.thenAcceptBoth(checks, (s, c) -> {
            NodeServiceList list = s.value();
            synchronized (this) {
                nodeKnown = list != null && list.node() != null;
                nodeInSync = nodeKnown && CatalogDiff.same(list.node(), node.get());
            }
            diff.mark(list == null ? null : list.services(), c.value());
        });
    }

    private CompletableFuture<Void> push(List<Push> wanted) {
        List<Push> pushes = new ArrayList<>(wanted);
        synchronized (this) {
            pushes.removeIf(push -> push.equals(refused.get(describe(push))));
        }
        if (pushes.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Batch batch = new Batch(pushes);
        batch.pump();
        return batch.done;
    }

    /** Pushes of one kind under way; ends when all have ended, with the failure that ends the round if there was one. */
    private final class Batch {
        private final Queue<Push> waiting;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int underWay;
        private boolean pumping;
        private Throwable failure;

        Batch(List<Push> pushes) {
            waiting = new ArrayDeque<>(pushes);
        }

        void pump() {
            synchronized (this) {
                // An answer that is there at once comes back here: it is the outer call that goes on.
                if (pumping) {
                    return;
                }
                pumping = true;
            }
            for (Push push = take(); push != null; push = take()) {
                Push present = push;
                long carried = nodeCarried(push);
                send(push, carried != NO_NODE).whenComplete((ok, e) -> {
                    synchronized (this) {
                        underWay--;
                        failure = failure == null ? grave(present, settle(present, carried, e)) : failure;
                    }
                    pump();
                });
            }
        }

        private Push take() {
            Throwable end;
            synchronized (this) {
                if (failure != null || isClosed()) {
                    waiting.clear();
                }
                while (!waiting.isEmpty() && underWay < PUSHES_AT_ONCE) {
                    Push push = Push.wanted(state, waiting.remove());
                    if (push != null) {
                        underWay++;
                        return push;
                    }
                }
                pumping = false;
                if (!waiting.isEmpty() || underWay > 0) {
                    return null;
                }
                end = failure;
            }
            if (end == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(end);
            }
            return null;
        }
    }

    /** Which version of the node's data goes along with a push, or that none does. */
    private synchronized long nodeCarried(Push push) {
        boolean removal = push instanceof Push.RemoveService || push instanceof Push.RemoveCheck;
        return push instanceof Push.Node || !removal && !nodeInSync && !nodeKnown ? nodeVersion : NO_NODE;
    }

    private CompletableFuture<Boolean> send(Push push, boolean withNode) {
        NodeIdentity self = node.get();
        Tokens present = tokens.get();
        WriteOptions options = new WriteOptions("", push.token().isEmpty() ? present.standard() : push.token());
        try {
            if (push instanceof Push.RemoveService r) {
                return dispatcher.write(CatalogOperations.DEREGISTER,
                        new DeregisterRequest("", self.name(), r.id(), ""), options);
            }
            if (push instanceof Push.RemoveCheck r) {
                return dispatcher.write(CatalogOperations.DEREGISTER,
                        new DeregisterRequest("", self.name(), "", r.id()), options);
            }
            return dispatcher.write(CatalogOperations.REGISTER, request(push, self, withNode), options);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private RegisterRequest request(Push push, NodeIdentity self, boolean withNode) {
        boolean introduces = withNode && !(push instanceof Push.Node);
        List<HealthCheck> checks = new ArrayList<>();
        if (push instanceof Push.Service s) {
            s.checks().forEach(check -> checks.add(check.check()));
        }
        return new RegisterRequest("", self.id(), self.name(), self.address(),
                introduces ? null : self.taggedAddresses(), introduces ? null : self.meta(),
                push instanceof Push.Service s ? s.service() : null,
                push instanceof Push.Check c ? c.check() : checks.size() == 1 ? checks.get(0) : null,
                checks.size() > 1 ? checks : null, !withNode);
    }

    /** Notes what became of a push; answers its failure, or null. */
    private Throwable settle(Push push, long carried, Throwable e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        boolean removal = push instanceof Push.RemoveService || push instanceof Push.RemoveCheck;
        boolean gone = removal && cause != null && String.valueOf(cause.getMessage()).contains("Unknown ");
        boolean denied = cause instanceof CuriaException refused && refused.kind() == CuriaException.Kind.DENIED;
        if (cause != null && !gone && !denied) {
            return cause;
        }
        if (denied) {
            LOG.warn("Sync blocked by ACLs: {}", describe(push));
        } else if (!removal) {
            // operators' scripts wait for these lines
            LOG.info("Synced {}", push instanceof Push.Node ? "node info"
                    : (push instanceof Push.Service ? "service: " : "check: ") + describe(push));
        }
        synchronized (this) {
            // Denied for good, as far as this node's data go; another push brings no more than its name and address.
            nodeInSync |= carried == nodeVersion && push instanceof Push.Node;
            nodeKnown |= !denied && !removal;
        }
        Push.confirm(state, push);
        return null;
    }

    private static String describe(Push push) {
        if (push instanceof Push.Service s) {
            return "service=" + s.id();
        }
        if (push instanceof Push.RemoveService s) {
            return "service=" + s.id();
        }
        if (push instanceof Push.Check c) {
            return "check=" + c.id();
        }
        return push instanceof Push.RemoveCheck c ? "check=" + c.id() : "node";
    }

    private void ended(boolean full, Throwable failure) {
        boolean again;
        synchronized (this) {
            if (closed) {
                return;
            }
            failing = failure != null;
            if (failing) {
                fullWanted = false;
                active = false;
                schedule(retryMillis(failure));
                return;
            }
            compared |= full;
            if (refusal != null) {
                // what is refused again and again does not put off the round that tries it
                if (!retrying) {
                    schedule(retryMillis(refusal));
                }
                retrying = true;
            } else if (full) {
                succeeded = true;
                schedule(pauseMillis());
            }
            again = partialWanted || fullWanted;
            active = again;
        }
        if (again) {
            timers.execute(this::round);
        }
    }

    /** Under the lock. */
    private void schedule(long millis) {
        if (next != null) {
            next.cancel(false);
        }
        next = timers.schedule(() -> want(true), millis, TimeUnit.MILLISECONDS);
    }

    private long pauseMillis() {
        int members = clusterSize.getAsInt();
        int log2 = 32 - Integer.numberOfLeadingZeros(Math.max(1, members - 1));
        long scale = members <= SCALE_FROM ? 1 : log2 - 7 + 1;
        long interval = timing.intervalMillis * scale;
        return interval + random.nextLong(Math.max(1, interval));
    }

    private long retryMillis(Throwable failure) {
        if (!succeeded && impatienceLeft > 0) {
            long wait = firstRetry;
            firstRetry = Math.min(SLOWEST_FIRST_RETRY_MILLIS, firstRetry * 2);
            impatienceLeft -= wait;
            return wait;
        }
        ROUNDS.error("failed to sync remote state: {}", message(failure));
        return timing.retryMillis + random.nextLong(Math.max(1, timing.retryMillis));
    }

    private static String message(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause().getMessage() : failure.getMessage();
    }

    /** The node goes, and the leader takes it out of the catalog: what is pushed from now on would bring it back. */
    public synchronized void leave() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    /** Ends it; a round under way is not followed by another. */
    @Override
    public void close() throws Exception {
        leave();
        stateHandle.close();
    }
}

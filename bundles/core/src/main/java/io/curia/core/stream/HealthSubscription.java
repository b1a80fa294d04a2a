package io.curia.core.stream;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.ServiceRequest;
import io.curia.api.op.ReadOptions;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import io.curia.core.dispatch.Hold;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Follows the health of a service for one subscriber: a blocking read after another, and of each answer the events that bring
 * the subscriber up to it. As the next read waits until the events of the last have been taken, a slow subscriber misses steps
 * between, never the outcome; and what is kept for it is the last answer, which it shares with all who ask the same.
 *
 * <p>States: reading, emitting, over. Any thread may call; one at a time holds the worker's role, the one that raised {@code wanted} from
 * 0, and works until nobody has asked meanwhile. Fields without a mark belong to the role.
 */
final class HealthSubscription implements Flow.Subscription {
    /** A subscriber of Consul's takes messages of up to 4 MiB. */
    static final int MOST_AT_ONCE = 2 << 20;
    private static final long WAIT_MILLIS = 10 * 60_000;

    private final Dispatcher dispatcher;
    private final Changes changes;
    private final SubscribeRequest request;
    private final Flow.Subscriber<? super byte[]> subscriber;
    private final Runnable atEnd;
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicReference<StatusException> ended = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile Arrival arrived;
    private volatile CompletableFuture<?> read;
    private Iterator<byte[]> events = Collections.emptyIterator();
    private List<CheckServiceNode> known;
    private long index;
    private boolean reading;
    private boolean over;

    /** How a read ended. */
    private record Arrival(Answer<List<CheckServiceNode>> answer, Throwable failure) { }

    /** @param atEnd run once, when it is over for whatever reason */
    HealthSubscription(Dispatcher dispatcher, Changes changes, SubscribeRequest request,
            Flow.Subscriber<? super byte[]> subscriber, Runnable atEnd) {
        this.dispatcher = dispatcher;
        this.changes = changes;
        this.request = request;
        this.subscriber = subscriber;
        this.atEnd = atEnd;
    }

    @Override
    public void request(long count) {
        demand.getAndUpdate(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
        work();
    }

    @Override
    public void cancel() {
        cancelled = true;
        work();
    }

    /** Ends it from this side. */
    void end(StatusException why) {
        ended.compareAndSet(null, why);
        work();
    }

    private void work() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen;
        do {
            seen = wanted.get();
            try {
                while (step()) {
                    // on to the next
                }
            } catch (RuntimeException e) {
                finish(new StatusException(Code.INTERNAL, "internal error: " + e.getMessage()));
            }
        } while (!wanted.compareAndSet(seen, 0));
    }

    /** Does what is to be done next; false if there is nothing. */
    private boolean step() {
        if (over) {
            return false;
        }
        StatusException end = ended.get();
        if (cancelled || end != null) {
            finish(cancelled ? null : end);
            return false;
        }
        Arrival arrival = arrived;
        if (arrival != null) {
            arrived = null;
            reading = false;
            take(arrival);
        } else if (events.hasNext()) {
            if (demand.get() == 0) {
                return false;
            }
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
            subscriber.onNext(events.next());
        } else if (!reading) {
            reading = true;
            read();
        } else {
            return false;
        }
        return true;
    }

    private void read() {
        ReadOptions options = new ReadOptions(request.datacenter(), request.token(), index, WAIT_MILLIS, Consistency.STALE, 0, "");
        CompletableFuture<Answer<List<CheckServiceNode>>> next = dispatcher.read(HealthOperations.SERVICE_NODES,
                new ServiceRequest(request.key(), request.endpoint(), List.of(), false, null, ""), options);
        read = next;
        next.whenComplete((answer, failure) -> {
            arrived = new Arrival(answer, failure);
            work();
        });
    }

    private void take(Arrival arrival) {
        if (arrival.failure() != null) {
            finish(status(Hold.unwrapped(arrival.failure())));
            return;
        }
        List<CheckServiceNode> now = arrival.answer().value();
        long at = arrival.answer().index();
        if (known == null) {
            boolean upToDate = request.index() != 0 && request.index() == at;
            events = upToDate ? Collections.emptyIterator() : snapshot(now, at);
        } else if (at < index) {
            finish(new StatusException(Code.ABORTED, "the state was replaced: subscribe anew"));
            return;
        } else {
            List<byte[]> differences = changes.between(known, now, at);
            if (differences.stream().mapToLong(change -> change.length).sum() > MOST_AT_ONCE) {
                finish(new StatusException(Code.ABORTED, "more has changed than fits into one event: subscribe anew"));
                return;
            }
            events = differences.size() < 2 ? differences.iterator() : List.of(Events.batch(at, differences)).iterator();
        }
        known = now;
        index = at;
    }

    /** An event for each instance, each made when it is its turn. */
    private Iterator<byte[]> snapshot(List<CheckServiceNode> instances, long at) {
        Stream<byte[]> before = request.index() == 0 ? Stream.empty() : Stream.of(Events.newSnapshotToFollow(at));
        Stream<byte[]> registrations = instances.stream().map(instance -> Events.register(at, instance));
        return Stream.concat(before, Stream.concat(registrations, Stream.of(Events.endOfSnapshot(at)))).iterator();
    }

    private static StatusException status(Throwable failure) {
        Code code = failure instanceof CuriaException known ? switch (known.kind()) {
            case NO_LEADER, UNAVAILABLE, TIMED_OUT -> Code.UNAVAILABLE;
            default -> Code.UNKNOWN;
        } : Code.UNKNOWN;
        return new StatusException(code, String.valueOf(failure.getMessage()));
    }

    /** @param why null if the subscriber has gone, and wants to hear nothing */
    private void finish(StatusException why) {
        over = true;
        events = Collections.emptyIterator();
        known = null;
        CompletableFuture<?> waiting = read;
        if (waiting != null) {
            waiting.cancel(false);
        }
        atEnd.run();
        if (why != null) {
            subscriber.onError(why);
        }
    }
}

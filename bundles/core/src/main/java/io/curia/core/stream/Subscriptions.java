package io.curia.core.stream;

import io.curia.api.op.Dispatcher;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/** The methods that answer with a stream. Keeps those under way, as many as callers may have streams. Thread-safe. */
public final class Subscriptions implements AutoCloseable {
    /** The path of the only one. */
    public static final String SUBSCRIBE = "/subscribe.StateChangeSubscription/Subscribe";

    private final Dispatcher dispatcher;
    private final Changes changes = new Changes();
    private final Set<HealthSubscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Subscriptions(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The stream of a method's answers; a refusal is its error. */
    public Flow.Publisher<byte[]> stream(String method, byte[] request) {
        if (!method.equals(SUBSCRIBE)) {
            return refusal(new StatusException(Code.UNIMPLEMENTED, "unknown method " + method));
        }
        try {
            SubscribeRequest wanted = SubscribeRequest.read(request);
            return subscriber -> subscribe(wanted, subscriber);
        } catch (StatusException e) {
            return refusal(e);
        }
    }

    private void subscribe(SubscribeRequest wanted, Flow.Subscriber<? super byte[]> subscriber) {
        HealthSubscription[] self = new HealthSubscription[1];
        self[0] = new HealthSubscription(dispatcher, changes, wanted, subscriber, () -> open.remove(self[0]));
        open.add(self[0]);
        subscriber.onSubscribe(self[0]);
        if (closed) {
            self[0].end(stopping());
        }
    }

    private static Flow.Publisher<byte[]> refusal(StatusException why) {
        return subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    // there is nothing to be had
                }

                @Override
                public void cancel() {
                    // it is over already
                }
            });
            subscriber.onError(why);
        };
    }

    private static StatusException stopping() {
        return new StatusException(Code.UNAVAILABLE, "the server stops");
    }

    /** Ends them all: their callers ask another server. */
    @Override
    public void close() {
        closed = true;
        open.forEach(subscription -> subscription.end(stopping()));
    }
}

package io.curia.gossip.serf;

import io.curia.api.gossip.GossipPool.Listener;
import io.curia.api.gossip.Member;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Tells listeners, on a thread of theirs: the executor runs one task at a time, in order, and bounds what waits. Who is so
 * slow that it is full misses something; the engine does not wait.
 */
public final class Deliveries {
    private final Executor executor;
    private final Logger log;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public Deliveries(Executor executor, Logger log) {
        this.executor = executor;
        this.log = log;
    }

    public AutoCloseable add(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void member(Member member, boolean forgotten) {
        tell(listener -> listener.onMember(member, forgotten));
    }

    void event(String name, byte[] payload, long time) {
        tell(listener -> listener.onEvent(name, payload, time));
    }

    /** @param answer gets what the first listener that knows one says; on the listeners' thread */
    void query(String name, byte[] payload, Consumer<byte[]> answer) {
        boolean[] answered = new boolean[1];
        tell(listener -> {
            byte[] said = listener.onQuery(name, payload);
            if (said != null && !answered[0]) {
                answered[0] = true;
                answer.accept(said);
            }
        });
    }

    private void tell(Consumer<Listener> message) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            executor.execute(() -> listeners.forEach(listener -> guarded(listener, message)));
        } catch (RejectedExecutionException e) {
            log.warn("A listener is too slow: it misses something");
        }
    }

    private void guarded(Listener listener, Consumer<Listener> message) {
        try {
            message.accept(listener);
        } catch (RuntimeException e) {
            log.error("A listener failed", e);
        }
    }
}

package io.curia.core.leader;

import io.curia.api.model.NodeCoordinate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gathers coordinates of nodes and writes them together, the newest of each node; at most {@value #MAX_PENDING} wait,
 * those beyond are dropped, as a newer one is always on its way.
 */
public final class CoordinateBatcher implements AutoCloseable {
    static final int MAX_PENDING = 640;
    private static final int BATCH = 128;

    private final Map<String, NodeCoordinate> pending = new LinkedHashMap<>();
    private final Consumer<List<NodeCoordinate>> write;
    private final Future<?> timer;

    /** @param write puts a batch into the log */
    public CoordinateBatcher(ScheduledExecutorService scheduler, long periodMillis, Consumer<List<NodeCoordinate>> write) {
        this.write = write;
        this.timer = scheduler.scheduleWithFixedDelay(this::flush, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Adds an update. */
    public synchronized void add(NodeCoordinate update) {
        String key = update.node() + '\0' + update.segment();
        if (pending.size() < MAX_PENDING || pending.containsKey(key)) {
            pending.put(key, update);
        }
    }

    private void flush() {
        List<NodeCoordinate> all;
        synchronized (this) {
            if (pending.isEmpty()) {
                return;
            }
            all = List.copyOf(pending.values());
            pending.clear();
        }
        for (int at = 0; at < all.size(); at += BATCH) {
            write.accept(all.subList(at, Math.min(all.size(), at + BATCH)));
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}

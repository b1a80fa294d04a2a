package io.curia.core.agent.watch;

import io.curia.api.agent.Codec;
import io.curia.api.agent.EventFeed;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches of the configuration. A reload ends those that are gone and leaves the others running. Any thread. */
public final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private final WatchQuery query;
    private final Codec codec;
    private final Supplier<String> token;
    private final Executor blocking;
    private final ScheduledExecutorService timers;
    private final WatchMemory memory;
    private final Map<String, WatchRunner> running = new HashMap<>();
    private boolean closed;

    public Watches(Dispatcher dispatcher, EventFeed events, Codec codec, Supplier<String> token, Executor blocking,
            ScheduledExecutorService timers, WatchMemory memory) {
        this.query = new WatchQuery(dispatcher, events);
        this.codec = codec;
        this.token = token;
        this.blocking = blocking;
        this.timers = timers;
        this.memory = memory;
    }

    /** Runs these definitions, JSON objects, from now on. */
    public synchronized void configure(String[] definitions) {
        if (closed) {
            return;
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String json : definitions) {
            // The same watch twice runs twice.
            String key = json;
            for (int n = 2; wanted.containsKey(key); n++) {
                key = json + "#" + n;
            }
            wanted.put(key, json);
        }
        for (Iterator<Map.Entry<String, WatchRunner>> i = running.entrySet().iterator(); i.hasNext();) {
            Map.Entry<String, WatchRunner> entry = i.next();
            if (!wanted.containsKey(entry.getKey())) {
                i.remove();
                entry.getValue().close();
                memory.forget(entry.getKey());
            }
        }
        wanted.forEach((key, json) -> {
            if (!running.containsKey(key)) {
                start(key, json);
            }
        });
    }

    private void start(String key, String json) {
        WatchSpec watch;
        try {
            Object value = codec.parse(json.getBytes(StandardCharsets.UTF_8), Object.class, false);
            if (!(value instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("it is not an object");
            }
            watch = WatchSpec.of(map);
        } catch (CuriaException | IllegalArgumentException e) {
            LOG.error("A watch cannot be run: {}", e.getMessage());
            return;
        }
        WatchRunner runner = new WatchRunner(key, watch, query, codec, token, blocking, timers, memory, teller(watch));
        running.put(key, runner);
        runner.start();
    }

    private static WatchRunner.Teller teller(WatchSpec given) {
        ScriptHandler script = new ScriptHandler();
        return new WatchRunner.Teller() {
            @Override
            public void tell(WatchSpec watch, long index, byte[] json) throws IOException, InterruptedException {
                if (given.http() != null) {
                    HttpHandler.call(given.http(), index, json);
                } else {
                    script.call(watch, index, json);
                }
            }

            @Override
            public void close() {
                script.close();
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(WatchRunner::close);
        running.clear();
    }
}

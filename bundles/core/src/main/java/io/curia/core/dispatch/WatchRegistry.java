package io.curia.core.dispatch;

import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Topics;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is to be told when a topic is touched. Exactly the queries whose answer can have changed are told; a change costs
 * a look-up for each topic that it touches, and for each key one for each length of a watched prefix.
 *
 * <p>{@link #onCommit} runs on the thread that applies the log; everything else on any.
 */
final class WatchRegistry implements StateStore.Listener {
    private static final LiveQuery<?, ?>[] NONE = {};

    private final ConcurrentHashMap<String, LiveQuery<?, ?>[]> watchers = new ConcurrentHashMap<>();
    private final TreeMap<Integer, Integer> prefixes = new TreeMap<>();
    private volatile int[] prefixLengths = {};

    /** Adds a query to a topic. */
    void add(String topic, LiveQuery<?, ?> query) {
        watchers.compute(topic, (name, present) -> {
            if (present == null) {
                countPrefix(topic, 1);
                return new LiveQuery<?, ?>[] {query};
            }
            LiveQuery<?, ?>[] more = Arrays.copyOf(present, present.length + 1);
            more[present.length] = query;
            return more;
        });
    }

    /** Removes a query from a topic. */
    void remove(String topic, LiveQuery<?, ?> query) {
        watchers.computeIfPresent(topic, (name, present) -> {
            int at = Arrays.asList(present).indexOf(query);
            if (at < 0) {
                return present;
            }
            if (present.length == 1) {
                countPrefix(topic, -1);
                return null;
            }
            LiveQuery<?, ?>[] less = Arrays.copyOf(present, present.length - 1);
            if (at < less.length) {
                less[at] = present[less.length];
            }
            return less;
        });
    }

    private void countPrefix(String topic, int change) {
        if (topic.charAt(0) != 'P') {
            return;
        }
        synchronized (prefixes) {
            prefixes.merge(topic.length() - 1, change, (a, b) -> a + b == 0 ? null : a + b);
            prefixLengths = prefixes.keySet().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    @Override
    public void onCommit(State before, State after, StateTxn changes) {
        if (watchers.isEmpty()) {
            return;
        }
        for (String topic : changes.touched()) {
            tell(topic);
        }
        for (String key : changes.touchedKeys()) {
            tell(Topics.key(key));
            for (int length : prefixLengths) {
                if (length > key.length()) {
                    break;
                }
                tell(Topics.prefix(key.substring(0, length)));
            }
        }
    }

    @Override
    public void onRestore(State after) {
        watchers.values().forEach(queries -> Arrays.stream(queries).forEach(LiveQuery::restored));
    }

    private void tell(String topic) {
        for (LiveQuery<?, ?> query : watchers.getOrDefault(topic, NONE)) {
            query.touched();
        }
    }

    /** Topics watched now; for tests and metrics. */
    Set<String> topics() {
        return Set.copyOf(watchers.keySet());
    }
}

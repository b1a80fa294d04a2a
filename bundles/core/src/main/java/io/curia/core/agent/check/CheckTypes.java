package io.curia.core.agent.check;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check types at hand. They come and go at any time, from any thread; of two with one name the first to come counts
 * as long as it stays.
 */
public final class CheckTypes {
    private static final Logger LOG = LoggerFactory.getLogger(CheckTypes.class);
    private final List<HealthCheckType> known = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile TreeMap<String, HealthCheckType> byName = new TreeMap<>();
    private volatile Set<String> claimed = Set.of();

    public void add(HealthCheckType type) {
        known.add(type);
        index();
    }

    public void remove(HealthCheckType type) {
        known.remove(type);
        index();
    }

    private synchronized void index() {
        TreeMap<String, HealthCheckType> names = new TreeMap<>();
        Set<String> fields = new TreeSet<>();
        for (HealthCheckType type : known) {
            try {
                if (names.putIfAbsent(type.name(), type) == null) {
                    fields.addAll(type.fields());
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("check type {} does not say what it is", type.getClass().getName(), e);
            }
        }
        byName = names;
        claimed = Set.copyOf(fields);
        listeners.forEach(Runnable::run);
    }

    /** The fields that types claim. */
    public Set<String> claimedFields() {
        return claimed;
    }

    /** All types. */
    public Collection<HealthCheckType> all() {
        return byName.values();
    }

    /** The type of a check, or null: by its well-known kind, or, when that is "", the first to claim it. */
    public HealthCheckType find(String kind, CheckSpec spec) {
        if (!kind.isEmpty()) {
            return byName.get(kind);
        }
        for (HealthCheckType type : byName.values()) {
            try {
                if (type.claims(spec)) {
                    return type;
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("check type {} failed to look at check {}", type.name(), spec.checkID(), e);
            }
        }
        return null;
    }

    /** Runs after every change. The handle removes it. */
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}

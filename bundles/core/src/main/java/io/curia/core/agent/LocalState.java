package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.CheckDefinition;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The services and checks of this agent, with their marks for anti-entropy.
 *
 * <p>An entry is present (in sync or not) or a tombstone: deleted here, waiting for the catalog to confirm. A tombstone
 * is invisible to readers; registering the id again revives it. Every change raises the entry's version and takes it out
 * of sync, except an output held back, which does so when its delay is over.
 *
 * <p>One lock guards everything; listeners run after it is released, on the changing thread. Readers get immutable
 * snapshots, built at most once per change.
 */
public final class LocalState {
    private final Map<String, ServiceEntry> services = new HashMap<>();
    private final Map<String, CheckEntry> checks = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> syncListeners = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ScheduledExecutorService timers;
    private final Supplier<AgentSettings> settings;
    private final String datacenter;
    private boolean batching;
    private boolean batchChanged;
    private boolean batchToSync;
    private Map<String, AgentService> serviceView;
    private Map<String, HealthCheck> checkView;

    public LocalState(String datacenter, Supplier<AgentSettings> settings, LongSupplier nanoTime,
            RandomGenerator random, ScheduledExecutorService timers) {
        this.datacenter = datacenter;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.random = random;
        this.timers = timers;
    }

    /** The visible services by id. */
    public synchronized Map<String, AgentService> services() {
        if (serviceView == null) {
            Map<String, AgentService> view = new TreeMap<>();
            services.forEach((id, entry) -> {
                if (!entry.deleted) {
                    view.put(id, AgentServices.view(entry.service, datacenter));
                }
            });
            serviceView = Collections.unmodifiableMap(view);
        }
        return serviceView;
    }

    /** The visible checks by id. */
    public synchronized Map<String, HealthCheck> checks() {
        if (checkView == null) {
            Map<String, HealthCheck> view = new TreeMap<>();
            checks.forEach((id, entry) -> {
                if (!entry.deleted) {
                    view.put(id, entry.check);
                }
            });
            checkView = Collections.unmodifiableMap(view);
        }
        return checkView;
    }

    /** The service, or null. */
    public synchronized NodeService service(String id) {
        ServiceEntry entry = services.get(id);
        return entry == null || entry.deleted ? null : entry.service;
    }

    /** The check, or null. */
    public synchronized HealthCheck check(String id) {
        CheckEntry entry = checks.get(id);
        return entry == null || entry.deleted ? null : entry.check;
    }

    /** The visible entry of a service, or null; for reads under this object's lock. */
    ServiceEntry serviceEntry(String id) {
        ServiceEntry entry = services.get(id);
        return entry == null || entry.deleted ? null : entry;
    }

    /** The visible entry of a check, or null; for reads under this object's lock. */
    CheckEntry checkEntry(String id) {
        CheckEntry entry = checks.get(id);
        return entry == null || entry.deleted ? null : entry;
    }

    /** All entries, tombstones too; for reads under this object's lock. */
    Map<String, ServiceEntry> serviceEntries() {
        return services;
    }

    /** See {@link #serviceEntries()}. */
    Map<String, CheckEntry> checkEntries() {
        return checks;
    }

    /** Adds or replaces a service. */
    ServiceEntry put(NodeService service, String token, Source source, boolean sidecar) {
        ServiceEntry entry = new ServiceEntry(service, token, source, sidecar);
        synchronized (this) {
            ServiceEntry old = services.put(service.id(), entry);
            entry.version = old == null ? 1 : old.version + 1;
            if (old != null && !old.deleted) {
                // Its checks show the service's present name and tags.
                for (CheckEntry check : checks.values()) {
                    if (!check.deleted && check.check.serviceID().equals(service.id())) {
                        change(check, check.check.withService(service.service(), service.tags()));
                    }
                }
            }
            serviceView = null;
        }
        changed(true);
        return entry;
    }

    /** Adds or replaces a check; {@code definition} is null for one that nobody runs. */
    void put(HealthCheck check, CheckDefinition definition, String token, Source source) {
        synchronized (this) {
            CheckEntry entry = new CheckEntry(check, definition, token, source);
            CheckEntry old = checks.put(check.checkID(), entry);
            entry.version = old == null ? 1 : old.version + 1;
            if (old != null) {
                old.release();
            }
            boolean wasCritical = old != null && !old.deleted && old.criticalSinceNanos >= 0;
            entry.criticalSinceNanos = criticalSince(check.status(), wasCritical ? old.criticalSinceNanos : -1);
            checkView = null;
        }
        changed(true);
    }

    private long criticalSince(String status, long before) {
        if (!HealthCheck.CRITICAL.equals(status)) {
            return -1;
        }
        return before >= 0 ? before : Math.max(0, nanoTime.getAsLong());
    }

    private void change(CheckEntry entry, HealthCheck to) {
        if (!to.equals(entry.check)) {
            entry.check = to;
            entry.version++;
            entry.inSync = false;
            checkView = null;
        }
    }

    /** Takes a service away; its checks are the caller's affair. False when there is none. */
    boolean removeService(String id) {
        synchronized (this) {
            ServiceEntry entry = serviceEntry(id);
            if (entry == null) {
                return false;
            }
            entry.deleted = true;
            entry.inSync = false;
            entry.version++;
            serviceView = null;
        }
        changed(true);
        return true;
    }

    /** Takes a check away. False when there is none. */
    boolean removeCheck(String id) {
        synchronized (this) {
            CheckEntry entry = checkEntry(id);
            if (entry == null) {
                return false;
            }
            entry.release();
            entry.deleted = true;
            entry.inSync = false;
            entry.version++;
            checkView = null;
        }
        changed(true);
        return true;
    }

    /** Sets a check's result; a change of output alone reaches the catalog later. Unknown checks are left alone. */
    public void update(String checkID, String status, String output) {
        boolean sync;
        synchronized (this) {
            CheckEntry entry = checkEntry(checkID);
            if (entry == null) {
                return;
            }
            AgentSettings present = settings.get();
            HealthCheck to = entry.check.withResult(status, present.discardCheckOutput() ? "" : output);
            if (to.equals(entry.check)) {
                return;
            }
            sync = !entry.check.status().equals(status) || present.checkUpdateIntervalMillis() <= 0;
            entry.criticalSinceNanos = criticalSince(status, entry.criticalSinceNanos);
            entry.check = to;
            entry.version++;
            checkView = null;
            if (sync) {
                entry.release();
                entry.inSync = false;
            } else if (entry.inSync && entry.heldBack == null) {
                holdBack(checkID, entry, present.checkUpdateIntervalMillis());
            }
        }
        changed(sync);
    }

    /**
     * The catalog has this version of a check; if only its output has changed since, that is held back. Under this object's
     * lock.
     */
    void confirm(String checkID, long version, HealthCheck known) {
        CheckEntry entry = checkEntry(checkID);
        long interval = settings.get().checkUpdateIntervalMillis();
        if (entry != null && entry.version == version) {
            entry.inSync = true;
        } else if (entry != null && interval > 0
                && known.withResult(known.status(), entry.check.output()).equals(entry.check)) {
            entry.inSync = true;
            if (entry.heldBack == null) {
                holdBack(checkID, entry, interval);
            }
        }
    }

    private void holdBack(String checkID, CheckEntry entry, long interval) {
        long delay = interval / 2 + random.nextLong(Math.max(1, interval));
        entry.heldBack = timers.schedule(() -> {
            synchronized (this) {
                entry.heldBack = null;
                if (checks.get(checkID) != entry || entry.deleted) {
                    return;
                }
                entry.inSync = false;
            }
            syncListeners.forEach(Runnable::run);
        }, delay, TimeUnit.MILLISECONDS);
    }

    /** The ids of a service's visible checks. */
    synchronized List<String> checksOf(String serviceID) {
        List<String> ids = new ArrayList<>();
        checks.forEach((id, entry) -> {
            if (!entry.deleted && entry.check.serviceID().equals(serviceID)) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** Services of which a check has been critical for longer than it allows. */
    synchronized Map<String, String> overdue() {
        Map<String, String> due = new TreeMap<>();
        long now = nanoTime.getAsLong();
        long least = TimeUnit.MILLISECONDS.toNanos(settings.get().checkDeregisterMinMillis());
        checks.forEach((id, entry) -> {
            boolean limited = !entry.deleted && entry.definition != null && entry.definition.deregisterAfterNanos() > 0
                    && !entry.check.serviceID().isEmpty();
            if (limited && entry.criticalSinceNanos >= 0
                    && now - entry.criticalSinceNanos > Math.max(least, entry.definition.deregisterAfterNanos())) {
                due.putIfAbsent(entry.check.serviceID(), id);
            }
        });
        return due;
    }

    /** Runs after every visible change. The handle removes it. */
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Runs when something is to be pushed to the catalog. The handle removes it. */
    public AutoCloseable onOutOfSync(Runnable listener) {
        syncListeners.add(listener);
        return () -> syncListeners.remove(listener);
    }

    /** Drops views that adoption by anti-entropy has made stale. */
    void viewsChanged() {
        synchronized (this) {
            serviceView = null;
            checkView = null;
        }
        changed(false);
    }

    /** Makes several changes seem one, to readers, listeners and anti-entropy alike; must be short. */
    void batch(Runnable changes) {
        boolean any;
        boolean sync;
        synchronized (this) {
            batching = true;
            try {
                changes.run();
            } finally {
                batching = false;
                any = batchChanged;
                sync = batchToSync;
                batchChanged = false;
                batchToSync = false;
            }
        }
        if (any) {
            changed(sync);
        }
    }

    private void changed(boolean sync) {
        synchronized (this) {
            // Only the thread of the batch comes here while it lasts.
            if (batching) {
                batchChanged = true;
                batchToSync |= sync;
                return;
            }
        }
        listeners.forEach(Runnable::run);
        if (sync) {
            syncListeners.forEach(Runnable::run);
        }
    }
}

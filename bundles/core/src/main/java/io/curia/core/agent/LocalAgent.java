package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.Codec;
import io.curia.api.agent.LocalServices;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.op.CuriaException;
import io.curia.core.agent.check.CheckScheduler;
import io.curia.core.agent.check.CheckTypes;
import io.curia.core.agent.check.ScheduledCheck;
import io.curia.core.agent.check.Thresholds;
import io.curia.core.agent.parse.CheckKinds;
import io.curia.core.agent.parse.CheckRules;
import io.curia.core.agent.parse.ServiceRules;
import io.curia.core.agent.persist.DefinitionStore;
import io.curia.core.agent.persist.DefinitionStore.StoredCheck;
import io.curia.core.agent.persist.DefinitionStore.StoredService;
import io.curia.core.agent.persist.DefinitionStore.StoredState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's services and checks: registers, persists and starts them, and takes them away.
 *
 * <p>Everything that registers or removes happens under one lock ({@code registration}), so that state, disk and running
 * checks agree; results of checks and reports change the {@link LocalState} alone. A refusal comes before the first
 * change.
 */
@SuppressWarnings("try") // what is held is held for its end alone
public final class LocalAgent implements LocalServices {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAgent.class);
    private static final String NODE_MAINTENANCE = "_node_maintenance";
    private static final String SERVICE_MAINTENANCE = "_service_maintenance:";
    private static final String NO_REASON = "Maintenance mode is enabled for this %s, but no reason was provided. "
            + "This is a default message.";
    private final NodeIdentity node;
    private final Supplier<AgentSettings> settings;
    private final LocalState state;
    private final CheckScheduler scheduler;
    private final CheckTypes types;
    private final DefinitionStore store;
    private final Codec codec;
    private final Clock clock;
    private final ServiceWaits waits;
    private final ConfiguredDefinitions configured;
    private final RegistrationLock registration = new RegistrationLock();

    public LocalAgent(NodeIdentity node, Supplier<AgentSettings> settings, LocalState state, CheckScheduler scheduler,
            CheckTypes types, DefinitionStore store, Codec codec, Clock clock, ScheduledExecutorService timers) {
        this.node = node;
        this.settings = settings;
        this.state = state;
        this.scheduler = scheduler;
        this.types = types;
        this.store = store;
        this.codec = codec;
        this.clock = clock;
        this.waits = new ServiceWaits(this::service, timers);
        this.configured = new ConfiguredDefinitions(this, state);
        state.onChange(waits::changed);
    }

    @Override
    public Map<String, AgentService> services() {
        return state.services();
    }

    @Override
    public AgentService service(String id) {
        AgentService service = state.services().get(id);
        return service == null ? null : AgentServices.hashed(service, codec);
    }

    @Override
    public CompletableFuture<AgentService> awaitService(String id, String hash, long waitMillis) {
        return waits.await(id, hash, waitMillis);
    }

    @Override
    public Map<String, HealthCheck> checks() {
        return state.checks();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return state.onChange(listener);
    }

    @Override
    public void register(ServiceDefinition definition, boolean replaceExistingChecks, String token) {
        register(definition, replaceExistingChecks, token, Source.API);
    }

    void register(ServiceDefinition definition, boolean replaceExistingChecks, String token, Source source) {
        List<CheckDefinition> checks = ServiceBuilder.checks(definition);
        try (RegistrationLock.Held held = lock(definition, checks, replaceExistingChecks)) {
            ServiceRules.check(definition, checks, this::claimed);
            ServiceDefinition sidecar = Sidecar.of(definition, settings.get(), this::ports, sidecarPort(definition));
            List<CheckDefinition> sidecarChecks = sidecar == null ? List.of() : ServiceBuilder.checks(sidecar);
            if (sidecar != null) {
                ServiceRules.check(sidecar, sidecarChecks, this::claimed);
            }
            Plan plan = new Plan(definition, checks, token, source, false);
            Plan sidecarPlan = sidecar == null ? null : new Plan(sidecar, sidecarChecks, token, source, true);
            // Nothing is refused from here on.
            plan.apply(replaceExistingChecks);
            if (sidecarPlan != null) {
                sidecarPlan.apply(replaceExistingChecks);
            }
        }
    }

    /** A sidecar looks for a free port, and replacing takes checks away: both concern more than the ids given. */
    private RegistrationLock.Held lock(ServiceDefinition definition, List<CheckDefinition> checks, boolean replace) {
        if (replace || definition.connect() != null && definition.connect().sidecarService() != null) {
            return registration.alone();
        }
        List<String> ids = new ArrayList<>();
        ids.add(ServiceBuilder.id(definition));
        checks.forEach(check -> ids.add(check.checkID()));
        return registration.sharing(ids);
    }

    private Set<Integer> ports() {
        Set<Integer> ports = new HashSet<>();
        state.services().values().forEach(service -> ports.add(service.port()));
        return ports;
    }

    private int sidecarPort(ServiceDefinition definition) {
        NodeService present = state.service(Sidecar.id(ServiceBuilder.id(definition)));
        return present == null ? 0 : present.port();
    }

    private boolean claimed(CheckDefinition check) {
        return CheckKinds.of(check).isEmpty() && types.find("", spec(check)) != null;
    }

    /** A service whose registration has been found good, with its checks ready to start. */
    private final class Plan {
        private final ServiceDefinition definition;
        private final NodeService service;
        private final String token;
        private final Source source;
        private final boolean sidecar;
        private final Map<CheckDefinition, ScheduledCheck> checks = new LinkedHashMap<>();

        Plan(ServiceDefinition definition, List<CheckDefinition> checks, String token, Source source, boolean sidecar) {
            this.definition = definition;
            this.service = ServiceBuilder.service(definition);
            this.token = definition.token().isEmpty() ? token : definition.token();
            this.source = source;
            this.sidecar = sidecar;
            for (CheckDefinition check : checks) {
                scripts(check, source);
                this.checks.put(check, prepare(check));
            }
        }

        void apply(boolean replace) {
            persist();
            Set<String> ids = new HashSet<>();
            state.batch(() -> {
                state.put(service, token, source, sidecar).definition = definition;
                checks.keySet().forEach(check -> {
                    ids.add(check.checkID());
                    state.put(initial(check), check, token(check, token), source);
                });
            });
            checks.values().forEach(scheduler::start);
            if (replace) {
                for (String id : state.checksOf(service.id())) {
                    if (!ids.contains(id) && !id.startsWith(SERVICE_MAINTENANCE)) {
                        drop(id);
                    }
                }
            }
        }

        private HealthCheck initial(CheckDefinition check) {
            return ServiceBuilder.serviceCheck(node.name(), check, service, state.check(check.checkID()));
        }

        private void persist() {
            if (source == Source.CONFIG) {
                store.removeService(service.id());
                checks.keySet().forEach(check -> store.removeCheck(check.checkID()));
                return;
            }
            store.save(new StoredService(token, service, sidecar));
            checks.keySet().forEach(check ->
                    store.save(new StoredCheck(initial(check), check, token(check, token))));
        }
    }

    private static String token(CheckDefinition check, String other) {
        return check.token().isEmpty() ? other : check.token();
    }

    private void scripts(CheckDefinition check, Source source) {
        boolean local = source == Source.CONFIG;
        AgentSettings present = settings.get();
        CheckRules.scripts(check, local, local ? present.localScripts() || present.remoteScripts()
                : present.remoteScripts());
    }

    private CheckSpec spec(CheckDefinition check) {
        Map<String, Object> fields = check.fields();
        if (check.ttlNanos() > 0) {
            fields = new LinkedHashMap<>(fields);
            fields.put("TTL", check.ttlNanos());
        }
        int most = check.outputMaxSize() > 0 ? check.outputMaxSize() : settings.get().checkOutputMaxSize();
        return new CheckSpec(check.checkID(), check.name(), check.serviceID(), Duration.ofNanos(check.intervalNanos()),
                Duration.ofNanos(check.timeoutNanos()), most, fields);
    }

    private ScheduledCheck prepare(CheckDefinition check) {
        try {
            return scheduler.prepare(spec(check), CheckKinds.of(check), Thresholds.of(check));
        } catch (InvalidCheckException e) {
            throw CuriaException.badRequest("Invalid check: " + e.getMessage());
        }
    }

    private void keep(HealthCheck check, CheckDefinition definition, String token, Source source,
            ScheduledCheck scheduled) {
        if (source == Source.API) {
            store.save(new StoredCheck(check, definition, token));
        } else {
            store.removeCheck(check.checkID());
        }
        state.put(check, definition, token, source);
        if (scheduled != null) {
            scheduler.start(scheduled);
        }
    }

    private void drop(String checkID) {
        scheduler.stop(checkID);
        state.removeCheck(checkID);
        store.removeCheck(checkID);
    }

    @Override
    public void deregisterService(String id) {
        if (id.isEmpty()) {
            throw CuriaException.failed("ServiceID missing");
        }
        try (RegistrationLock.Held held = registration.alone()) {
            remove(id);
            String sidecar = Sidecar.id(id);
            boolean ours;
            synchronized (state) {
                ServiceEntry entry = state.serviceEntry(sidecar);
                ours = entry != null && entry.sidecar;
            }
            if (ours) {
                remove(sidecar);
            }
        }
    }

    private void remove(String id) {
        store.removeService(id);
        if (state.service(id) != null) {
            List<String> checks = state.checksOf(id);
            checks.forEach(check -> {
                scheduler.stop(check);
                store.removeCheck(check);
            });
            state.batch(() -> {
                state.removeService(id);
                checks.forEach(state::removeCheck);
            });
            LOG.info("Deregistered service: service={}", id);
        }
    }

    @Override
    public void register(CheckDefinition definition, String token) {
        register(definition, token, Source.API);
    }

    void register(CheckDefinition definition, String token, Source source) {
        try (RegistrationLock.Held held = registration.alone()) {
            CheckRules.check(definition, this::claimed);
            scripts(definition, source);
            CheckDefinition check = definition.identified(definition.name(), "", definition.serviceID());
            NodeService service = null;
            if (!check.serviceID().isEmpty()) {
                service = state.service(check.serviceID());
                if (service == null) {
                    throw CuriaException.failed("ServiceID \"" + check.serviceID() + "\" does not exist");
                }
            }
            ScheduledCheck scheduled = prepare(check);
            HealthCheck before = state.check(check.checkID());
            keep(ServiceBuilder.ownCheck(node.name(), check, service, source, before), check, token(check, token), source,
                    scheduled);
        }
    }

    @Override
    public void deregisterCheck(String id) {
        if (id.isEmpty()) {
            throw CuriaException.failed("CheckID missing");
        }
        try (RegistrationLock.Held held = registration.alone()) {
            drop(id);
        }
    }

    @Override
    public void updateTtl(String checkID, String status, String output) {
        if (!scheduler.reported(checkID)) {
            throw CuriaException.failed("CheckID \"" + checkID + "\" does not have associated TTL");
        }
        long ttl;
        int most = settings.get().checkOutputMaxSize();
        synchronized (state) {
            CheckEntry entry = state.checkEntry(checkID);
            ttl = entry == null || entry.definition == null ? 0 : entry.definition.ttlNanos();
            if (entry != null && entry.definition != null && entry.definition.outputMaxSize() > 0) {
                most = entry.definition.outputMaxSize();
            }
        }
        String kept = output.length() > most
                ? output.substring(0, most) + " ... (captured " + most + " of " + output.length() + " bytes)" : output;
        state.update(checkID, status, kept);
        store.save(new StoredState(checkID, kept, status,
                clock.instant().plusNanos(ttl).getEpochSecond()));
    }

    @Override
    public void nodeMaintenance(boolean enable, String reason, String token) {
        maintain(NODE_MAINTENANCE, "Node Maintenance Mode", null, enable,
                reason.isEmpty() ? String.format(NO_REASON, "node") : reason, token);
    }

    @Override
    public void serviceMaintenance(String serviceID, boolean enable, String reason, String token) {
        try (RegistrationLock.Held held = registration.alone()) {
            NodeService service = state.service(serviceID);
            if (service == null) {
                throw CuriaException.notFound("No service registered with ID \"" + serviceID + "\"");
            }
            maintain(SERVICE_MAINTENANCE + serviceID, "Service Maintenance Mode", service, enable,
                    reason.isEmpty() ? String.format(NO_REASON, "service") : reason, token);
        }
    }

    private void maintain(String id, String name, NodeService service, boolean enable, String reason, String token) {
        try (RegistrationLock.Held held = registration.alone()) {
            boolean present = state.check(id) != null;
            if (!enable) {
                drop(id);
            } else if (!present) {
                keep(new HealthCheck(node.name(), id, name, HealthCheck.CRITICAL, reason, "",
                        service == null ? "" : service.id(), service == null ? "" : service.service(),
                        service == null ? List.of() : service.tags(), "maintenance", "", "", 0, CheckInfo.NONE, 0, 0),
                        null, token, Source.API, null);
            }
        }
    }

    /** Removes services that have been critical for longer than their checks allow. */
    public void reap() {
        state.overdue().forEach((serviceID, checkID) -> {
            LOG.info("Check has been critical for too long, deregistering service: service={} check={}", serviceID,
                    checkID);
            deregisterService(serviceID);
        });
    }

    /** Brings back what was registered before the agent ended; call once, before anything else. */
    public void restore() {
        try (RegistrationLock.Held held = registration.alone()) {
            for (StoredService stored : store.services()) {
                state.put(stored.service(), stored.token(), Source.API, stored.sidecar());
            }
            for (StoredCheck stored : store.checks()) {
                restore(stored);
            }
        }
    }

    private void restore(StoredCheck stored) {
        HealthCheck check = stored.check();
        if (!check.serviceID().isEmpty() && state.service(check.serviceID()) == null) {
            store.removeCheck(check.checkID());
            return;
        }
        if (stored.definition() == null) {
            state.put(check, null, stored.token(), Source.API);
            return;
        }
        StoredState last = store.state(check.checkID());
        boolean valid = last != null && last.expires() > clock.instant().getEpochSecond();
        try {
            scripts(stored.definition(), Source.API);
            ScheduledCheck scheduled = prepare(stored.definition());
            state.put(check.withResult(valid ? last.status() : HealthCheck.CRITICAL, valid ? last.output() : ""),
                    stored.definition(), stored.token(), Source.API);
            scheduler.start(scheduled);
        } catch (CuriaException e) {
            LOG.warn("Failed to restore check {}: {}", check.checkID(), e.getMessage());
        }
    }

    /** Applies what the configuration defines now, in place of what it defined before; answers what it refused. */
    public List<String> configure(List<ServiceDefinition> services, List<CheckDefinition> checks) {
        try (RegistrationLock.Held held = registration.alone()) {
            return configured.apply(services, checks);
        }
    }

    /** The statistics of {@code consul info}. */
    public Map<String, String> stats() {
        int[] counts = scheduler.counts();
        Map<String, String> stats = new LinkedHashMap<>();
        stats.put("check_monitors", Integer.toString(counts[0]));
        stats.put("check_ttls", Integer.toString(counts[1]));
        stats.put("checks", Integer.toString(state.checks().size()));
        stats.put("services", Integer.toString(state.services().size()));
        return stats;
    }
}

package io.curia.core.agent;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The services and checks of the configuration: brings the agent in line with what is defined now.
 *
 * <p>What is defined as before stays untouched; what is refused leaves that which had its id. Called under the agent's
 * registration lock.
 */
final class ConfiguredDefinitions {
    private final LocalAgent agent;
    private final LocalState state;

    ConfiguredDefinitions(LocalAgent agent, LocalState state) {
        this.agent = agent;
        this.state = state;
    }

    /** Applies what the configuration defines now, in place of what it defined before; answers what it refused. */
    List<String> apply(List<ServiceDefinition> services, List<CheckDefinition> checks) {
        List<String> problems = new ArrayList<>();
        Set<String> serviceIDs = new HashSet<>();
        Set<String> checkIDs = new HashSet<>();
        for (ServiceDefinition service : services) {
            serviceIDs.add(ServiceBuilder.id(service));
            serviceIDs.add(Sidecar.id(ServiceBuilder.id(service)));
            ServiceBuilder.checks(service).forEach(check -> checkIDs.add(check.checkID()));
            refusals(problems, "service", service.name(), () -> {
                if (!same(service)) {
                    agent.register(service, false, "", Source.CONFIG);
                }
            });
        }
        for (CheckDefinition check : checks) {
            checkIDs.add(check.checkID().isEmpty() ? check.name() : check.checkID());
            refusals(problems, "check", check.name(), () -> {
                if (!same(check)) {
                    agent.register(check, "", Source.CONFIG);
                }
            });
        }
        removeConfigured(serviceIDs, checkIDs);
        return problems;
    }

    private boolean same(ServiceDefinition service) {
        synchronized (state) {
            ServiceEntry entry = state.serviceEntry(ServiceBuilder.id(service));
            return entry != null && entry.source == Source.CONFIG && service.equals(entry.definition);
        }
    }

    private boolean same(CheckDefinition check) {
        synchronized (state) {
            CheckEntry entry = state.checkEntry(check.checkID().isEmpty() ? check.name() : check.checkID());
            return entry != null && entry.source == Source.CONFIG
                    && check.identified(check.name(), "", check.serviceID()).equals(entry.definition);
        }
    }

    private static void refusals(List<String> problems, String what, String name, Runnable registration) {
        try {
            registration.run();
        } catch (CuriaException e) {
            problems.add("Failed to register " + what + " '" + name + "': " + e.getMessage());
        }
    }

    private void removeConfigured(Set<String> serviceIDs, Set<String> checkIDs) {
        List<String> services = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        synchronized (state) {
            state.serviceEntries().forEach((id, entry) -> {
                boolean stale = !serviceIDs.contains(id)
                        || entry.sidecar && !sidecarWanted(id);
                if (!entry.deleted && entry.source == Source.CONFIG && stale) {
                    services.add(id);
                }
            });
            state.checkEntries().forEach((id, entry) -> {
                boolean sidecars = serviceIDs.contains(entry.check.serviceID())
                        && entry.check.serviceID().endsWith(Sidecar.id(""));
                if (!entry.deleted && entry.source == Source.CONFIG && !checkIDs.contains(id) && !sidecars) {
                    checks.add(id);
                }
            });
        }
        services.forEach(agent::deregisterService);
        checks.forEach(agent::deregisterCheck);
    }

    /** Whether the service beside a configured sidecar still asks for it. */
    private boolean sidecarWanted(String id) {
        ServiceEntry owner = state.serviceEntry(id.substring(0, id.length() - Sidecar.id("").length()));
        return owner != null && owner.definition != null && owner.definition.connect() != null
                && owner.definition.connect().sidecarService() != null;
    }
}

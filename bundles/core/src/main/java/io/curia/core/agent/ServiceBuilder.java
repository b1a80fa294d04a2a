package io.curia.core.agent;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.core.agent.parse.CheckKinds;
import io.curia.core.agent.parse.GoDuration;
import io.curia.core.agent.parse.IpLiteral;
import io.curia.core.agent.parse.ServiceRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of definitions what the agent holds. */
final class ServiceBuilder {
    private ServiceBuilder() { }

    /** The checks that come with a service, their ids and names filled in. */
    static List<CheckDefinition> checks(ServiceDefinition service) {
        List<CheckDefinition> given = new ArrayList<>();
        if (service.check() != null && !empty(service.check())) {
            given.add(service.check());
        }
        if (service.checks() != null) {
            given.addAll(service.checks());
        }
        String id = id(service);
        List<CheckDefinition> result = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            String checkID = "service:" + id + (given.size() > 1 ? ":" + (i + 1) : "");
            CheckDefinition check = given.get(i).identified(checkID, "Service '" + service.name() + "' check", id);
            result.add(new CheckDefinition(check.checkID(), check.name(), check.notes(), id, check.token(),
                    check.status(), check.intervalNanos(), check.timeoutNanos(), check.ttlNanos(),
                    check.deregisterAfterNanos(), check.successBeforePassing(), check.failuresBeforeWarning(),
                    check.failuresBeforeCritical(), check.outputMaxSize(), check.fields()));
        }
        return result;
    }

    private static boolean empty(CheckDefinition c) {
        return c.equals(new CheckDefinition("", "", "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0, Map.of()));
    }

    static String id(ServiceDefinition service) {
        return service.id().isEmpty() ? service.name() : service.id();
    }

    /** The service; refuses tagged addresses that are not what they claim. */
    static NodeService service(ServiceDefinition d) {
        Map<String, ServiceAddress> addresses = addresses(d);
        ServiceRules.taggedAddresses(addresses);
        ServiceConnect connect = d.connect() != null && d.connect().isNative()
                ? new ServiceConnect(true, null) : ServiceConnect.NONE;
        return new NodeService(d.kind(), id(d), d.name(), d.tags() == null ? List.of() : d.tags(), d.address(),
                addresses.isEmpty() ? null : addresses, d.meta() == null || d.meta().isEmpty() ? null : d.meta(),
                d.port(), d.socketPath(), d.weights() == null ? Weights.DEFAULT : d.weights(), d.enableTagOverride(),
                d.proxy() == null ? Proxy.NONE : d.proxy(), connect, 0, 0);
    }

    private static Map<String, ServiceAddress> addresses(ServiceDefinition d) {
        Map<String, ServiceAddress> addresses = new LinkedHashMap<>();
        if (d.taggedAddresses() != null) {
            addresses.putAll(d.taggedAddresses());
        }
        String family = IpLiteral.isV4(d.address()) ? "_ipv4" : IpLiteral.isV6(d.address()) ? "_ipv6" : "";
        if (!family.isEmpty()) {
            ServiceAddress own = new ServiceAddress(d.address(), d.port());
            addresses.putIfAbsent("lan" + family, own);
            addresses.putIfAbsent("wan" + family, own);
        }
        return addresses;
    }

    /** A check of a service, in the state it starts in. */
    static HealthCheck serviceCheck(String node, CheckDefinition check, NodeService service, HealthCheck before) {
        return check(node, check, service, CheckKinds.of(check), "", "", before);
    }

    /** A stand-alone check, in the state it starts in; {@code service} is null for a check of the node. */
    static HealthCheck ownCheck(String node, CheckDefinition check, NodeService service, Source source,
            HealthCheck before) {
        // The reference leaves the type out for checks of configuration files.
        return check(node, check, service, source == Source.CONFIG ? "" : CheckKinds.of(check),
                GoDuration.format(check.intervalNanos()), GoDuration.format(check.timeoutNanos()), before);
    }

    private static HealthCheck check(String node, CheckDefinition check, NodeService service, String type,
            String interval, String timeout, HealthCheck before) {
        String status = check.status().isEmpty() ? HealthCheck.CRITICAL : check.status();
        return new HealthCheck(node, check.checkID(), check.name(), before == null ? status : before.status(),
                check.notes(), before == null ? "" : before.output(), service == null ? "" : service.id(),
                service == null ? "" : service.service(), service == null ? List.of() : service.tags(), type, interval,
                timeout, 0, CheckInfo.NONE, 0, 0);
    }
}

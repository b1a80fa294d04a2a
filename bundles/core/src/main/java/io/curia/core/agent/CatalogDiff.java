package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the agent's state with what the catalog says about its node, and marks what differs. */
final class CatalogDiff {
    private static final String CONSUL = "consul";
    private final LocalState state;
    private final Codec codec;

    CatalogDiff(LocalState state, Codec codec) {
        this.state = state;
        this.codec = codec;
    }

    /** Whether the catalog's row of the node is as it should be. */
    static boolean same(Node remote, NodeIdentity local) {
        return remote != null && remote.id().equals(local.id()) && remote.address().equals(local.address())
                && orEmpty(remote.taggedAddresses()).equals(orEmpty(local.taggedAddresses()))
                && orEmpty(remote.meta()).equals(orEmpty(local.meta()));
    }

    /** Marks services and checks. */
    void mark(List<NodeService> services, List<HealthCheck> checks) {
        boolean adopted;
        synchronized (state) {
            adopted = markServices(services == null ? List.of() : services);
            markChecks(checks == null ? List.of() : checks);
        }
        if (adopted) {
            state.viewsChanged();
        }
    }

    private boolean markServices(List<NodeService> remote) {
        boolean adopted = false;
        Map<String, ServiceEntry> entries = state.serviceEntries();
        Set<String> seen = new HashSet<>();
        for (NodeService theirs : remote) {
            seen.add(theirs.id());
            ServiceEntry ours = entries.get(theirs.id());
            if (ours == null) {
                if (!theirs.id().equals(CONSUL)) {
                    ours = new ServiceEntry(theirs, "", Source.API, false);
                    ours.deleted = true;
                    entries.put(theirs.id(), ours);
                }
                continue;
            }
            if (ours.deleted) {
                continue;
            }
            if (ours.service.enableTagOverride() && !orEmpty(theirs.tags()).equals(orEmpty(ours.service.tags()))) {
                ours.service = ours.service.withTags(orEmpty(theirs.tags()));
                ours.version++;
                adopted = true;
            }
            ours.inSync = same(theirs, ours.service);
        }
        entries.entrySet().removeIf(entry -> entry.getValue().deleted && !seen.contains(entry.getKey()));
        entries.forEach((id, entry) -> entry.inSync &= seen.contains(id));
        return adopted;
    }

    private void markChecks(List<HealthCheck> remote) {
        Map<String, CheckEntry> entries = state.checkEntries();
        Map<String, HealthCheck> theirs = new HashMap<>();
        remote.forEach(check -> theirs.put(check.checkID(), check));
        theirs.forEach((id, check) -> {
            if (!entries.containsKey(id) && !id.equals(HealthCheck.SERF_HEALTH)) {
                CheckEntry stray = new CheckEntry(check, null, "", Source.API);
                stray.deleted = true;
                entries.put(id, stray);
            }
        });
        entries.entrySet().removeIf(entry -> entry.getValue().deleted && !theirs.containsKey(entry.getKey()));
        entries.forEach((id, entry) -> {
            if (!entry.deleted) {
                HealthCheck other = theirs.get(id);
                entry.inSync = other != null && same(other, entry.check, entry.heldBack != null);
            }
        });
    }

    private boolean same(NodeService a, NodeService b) {
        NodeService left = canonical(a);
        NodeService right = canonical(b);
        // Free-form parts may hold numbers of other types after their way over the wire.
        return left.equals(right) || Arrays.equals(codec.json(left, false), codec.json(right, false));
    }

    private static NodeService canonical(NodeService s) {
        return new NodeService(s.kind(), s.id(), s.service(), orEmpty(s.tags()), s.address(),
                orEmpty(s.taggedAddresses()), orEmpty(s.meta()), s.port(), s.socketPath(),
                s.weights() == null ? Weights.DEFAULT : s.weights(), s.enableTagOverride(),
                s.proxy() == null ? Proxy.NONE : s.proxy(), s.connect() == null ? ServiceConnect.NONE : s.connect(), 0, 0);
    }

    private static boolean same(HealthCheck a, HealthCheck b, boolean ignoreOutput) {
        return canonical(a, ignoreOutput).equals(canonical(b, ignoreOutput));
    }

    private static HealthCheck canonical(HealthCheck c, boolean withoutOutput) {
        return new HealthCheck("", c.checkID(), c.name(), c.status(), c.notes(), withoutOutput ? "" : c.output(),
                c.serviceID(), c.serviceName(), orEmpty(c.serviceTags()), c.type(), c.interval(), c.timeout(),
                c.exposedPort(), CheckInfo.NONE, 0, 0);
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}

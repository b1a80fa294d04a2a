package io.curia.core.agent;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Something that anti-entropy has to tell the catalog, as of one moment. */
sealed interface Push {
    /** The token to do it with, "" for the agent's default. */
    String token();

    /** A service, with those of its checks that go with the same token. */
    record Service(String id, long version, NodeService service, List<Check> checks, String token) implements Push { }

    /** A check. */
    record Check(String id, long version, HealthCheck check, String token) implements Push { }

    /** A service that is gone. */
    record RemoveService(String id, long version, String token) implements Push { }

    /** A check that is gone. */
    record RemoveCheck(String id, long version, String token) implements Push { }

    /** The node itself. */
    record Node(String token) implements Push { }

    /** What is to be said about services. */
    static List<Push> services(LocalState state) {
        List<Push> result = new ArrayList<>();
        synchronized (state) {
            Map<String, List<Check>> checks = unsyncedChecks(state);
            state.serviceEntries().forEach((id, entry) -> {
                if (entry.deleted) {
                    result.add(new RemoveService(id, entry.version, entry.token));
                } else if (!entry.inSync) {
                    result.add(new Service(id, entry.version, entry.service, with(checks.get(id), entry.token),
                            entry.token));
                }
            });
        }
        return result;
    }

    private static Map<String, List<Check>> unsyncedChecks(LocalState state) {
        Map<String, List<Check>> result = new HashMap<>();
        state.checkEntries().forEach((id, entry) -> {
            if (!entry.deleted && !entry.inSync) {
                result.computeIfAbsent(entry.check.serviceID(), service -> new ArrayList<>())
                        .add(new Check(id, entry.version, entry.check, entry.token));
            }
        });
        return result;
    }

    private static List<Check> with(List<Check> checks, String token) {
        List<Check> result = new ArrayList<>();
        if (checks != null) {
            checks.forEach(check -> {
                if (check.token.equals(token)) {
                    result.add(check);
                }
            });
        }
        return result;
    }

    /** What is to be said about checks; a service that the catalog does not have yet will bring its own along. */
    static List<Push> checks(LocalState state) {
        List<Push> result = new ArrayList<>();
        synchronized (state) {
            state.checkEntries().forEach((id, entry) -> {
                if (entry.deleted) {
                    result.add(new RemoveCheck(id, entry.version, entry.token));
                } else if (!entry.inSync && known(state, entry.check.serviceID())) {
                    result.add(new Check(id, entry.version, entry.check, entry.token));
                }
            });
        }
        return result;
    }

    private static boolean known(LocalState state, String serviceID) {
        ServiceEntry service = state.serviceEntry(serviceID);
        return service == null || service.inSync;
    }

    /** What is to be sent of a push by now: null if what it brings has gone, or what it takes away has come back. */
    static Push wanted(LocalState state, Push push) {
        synchronized (state) {
            if (push instanceof Service s) {
                List<Check> checks = new ArrayList<>(s.checks);
                checks.removeIf(check -> state.checkEntry(check.id) == null);
                return state.serviceEntry(s.id) == null ? null : new Service(s.id, s.version, s.service, checks, s.token);
            }
            boolean holds = push instanceof Check c ? state.checkEntry(c.id) != null
                    : push instanceof RemoveService service ? state.serviceEntry(service.id) == null
                    : !(push instanceof RemoveCheck check) || state.checkEntry(check.id) == null;
            return holds ? push : null;
        }
    }

    /** Notes that the catalog has it, unless it has changed since. */
    static void confirm(LocalState state, Push push) {
        synchronized (state) {
            Map<String, ServiceEntry> services = state.serviceEntries();
            Map<String, CheckEntry> checks = state.checkEntries();
            if (push instanceof Service s) {
                ServiceEntry entry = services.get(s.id);
                if (entry != null && entry.version == s.version) {
                    entry.inSync = true;
                }
                s.checks.forEach(check -> confirm(state, check));
            } else if (push instanceof Check c) {
                state.confirm(c.id, c.version, c.check);
            } else if (push instanceof RemoveService r) {
                ServiceEntry entry = services.get(r.id);
                if (entry != null && entry.version == r.version) {
                    services.remove(r.id);
                    // The catalog has dropped its checks with it.
                    checks.values().removeIf(check -> check.deleted && check.check.serviceID().equals(r.id));
                }
            } else if (push instanceof RemoveCheck r) {
                CheckEntry entry = checks.get(r.id);
                if (entry != null && entry.version == r.version) {
                    checks.remove(r.id);
                }
            }
        }
    }
}

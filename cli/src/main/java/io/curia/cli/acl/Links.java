package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.flag.FlagSet;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flags that link policies, roles and identities to a token or a role. */
final class Links {

    private final Flag policyIds;
    private final Flag policyNames;
    private final Flag serviceIdentities;
    private final Flag nodeIdentities;
    private final Flag roleIds;
    private final Flag roleNames;

    Links(FlagSet flags, boolean roles) {
        policyIds = flags.list("policy-id", "ID of a policy to link; may be given more than once.");
        policyNames = flags.list("policy-name", "Name of a policy to link; may be given more than once.");
        serviceIdentities = flags.list("service-identity", "Service to stand for: NAME or NAME:DATACENTER,... May be given more than once.");
        nodeIdentities = flags.list("node-identity", "Node to stand for: NAME:DATACENTER. May be given more than once.");
        roleIds = roles ? flags.list("role-id", "ID of a role to link; may be given more than once.") : null;
        roleNames = roles ? flags.list("role-name", "Name of a role to link; may be given more than once.") : null;
    }

    /** Whether there is anything to link. */
    boolean any() {
        return !policyIds.list().isEmpty() || !policyNames.list().isEmpty() || !serviceIdentities.list().isEmpty()
            || !nodeIdentities.list().isEmpty() || roleIds != null && (!roleIds.list().isEmpty() || !roleNames.list().isEmpty());
    }

    List<Object> policies(Api api) throws Failure {
        return linked(api, "policy", "/v1/acl/policies", policyIds, policyNames);
    }

    List<Object> roles(Api api) throws Failure {
        return linked(api, "role", "/v1/acl/roles", roleIds, roleNames);
    }

    List<Object> services() {
        List<Object> list = new ArrayList<>();
        for (String text : serviceIdentities.list()) {
            int colon = text.indexOf(':');
            Map<String, Object> identity = new LinkedHashMap<>();
            identity.put("ServiceName", colon < 0 ? text : text.substring(0, colon));
            if (colon >= 0) {
                identity.put("Datacenters", Arrays.asList(text.substring(colon + 1).split(",")));
            }
            list.add(identity);
        }
        return list;
    }

    List<Object> nodes() throws Failure {
        List<Object> list = new ArrayList<>();
        for (String text : nodeIdentities.list()) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new Failure("Malformed -node-identity argument: \"" + text + "\"");
            }
            Map<String, Object> identity = new LinkedHashMap<>();
            identity.put("NodeName", text.substring(0, colon));
            identity.put("Datacenter", text.substring(colon + 1));
            list.add(identity);
        }
        return list;
    }

    /** Puts the lists that are not empty, added to what is there if that is wanted. */
    static void put(Map<String, Object> object, String name, List<Object> links, boolean merge) throws IOException {
        List<Object> all = new ArrayList<>(merge ? Json.list(object.get(name)) : List.of());
        for (Object link : links) {
            if (!contains(all, Json.map(link))) {
                all.add(link);
            }
        }
        if (all.isEmpty()) {
            object.remove(name);
        } else {
            object.put(name, all);
        }
    }

    private static boolean contains(List<Object> all, Map<String, Object> link) throws IOException {
        for (Object element : all) {
            Map<String, Object> other = Json.map(element);
            for (String key : new String[] {"ID", "Name", "ServiceName"}) {
                if (link.get(key) != null && link.get(key).equals(other.get(key))) {
                    return true;
                }
            }
            if (other.equals(link)) {
                return true;
            }
        }
        return false;
    }

    private static List<Object> linked(Api api, String kind, String path, Flag ids, Flag names) throws Failure {
        List<Object> list = new ArrayList<>();
        for (String name : names.list()) {
            list.add(new LinkedHashMap<>(Map.of("Name", name)));
        }
        for (String id : ids.list()) {
            list.add(new LinkedHashMap<>(Map.of("ID", AclCommand.idOf(api, kind, path, "ID", id, ""))));
        }
        return list;
    }
}

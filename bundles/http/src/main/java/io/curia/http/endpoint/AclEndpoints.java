package io.curia.http.endpoint;

import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Route;
import java.util.List;

/** The paths of access control (reference: http-api, section 10.2), which say so while it is off. */
public final class AclEndpoints {
    private static final String[][] PATHS = {
        {"bootstrap", "PUT"}, {"replication", "GET"}, {"policies", "GET"}, {"policy", "PUT"},
        {"policy/", "GET", "PUT", "DELETE"}, {"policy/name/", "GET"}, {"roles", "GET"}, {"role", "PUT"},
        {"role/name/", "GET"}, {"role/", "GET", "PUT", "DELETE"}, {"binding-rules", "GET"}, {"binding-rule", "PUT"},
        {"binding-rule/", "GET", "PUT", "DELETE"}, {"auth-methods", "GET"}, {"auth-method", "PUT"},
        {"auth-method/", "GET", "PUT", "DELETE"}, {"tokens", "GET"}, {"token", "PUT"}, {"token/self", "GET"},
        {"token/", "GET", "PUT", "DELETE"}, {"login", "POST"}, {"logout", "POST"}, {"create", "PUT"},
        {"update", "PUT"}, {"destroy/", "PUT"}, {"info/", "GET"}, {"clone/", "PUT"}, {"list", "GET"},
        {"rules/translate", "POST"}, {"rules/translate/", "GET"}};

    private AclEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        for (String[] path : PATHS) {
            String[] methods = java.util.Arrays.copyOfRange(path, 1, path.length);
            routes.add(new Route("/v1/acl/" + path[0], AclEndpoints::handle, methods));
        }
        routes.add(new Route("/v1/internal/acl/authorize", AclEndpoints::handle, "POST"));
    }

    private static void handle(Call call) {
        if (!call.services().accessControlled()) {
            throw new CuriaException(CuriaException.Kind.ACL_DISABLED, "ACL support disabled");
        }
        throw CuriaException.failed("Access control cannot be managed through this agent");
    }
}

package io.curia.http.server;

import io.curia.http.call.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the route of a path: the exact one, else the longest prefix, as Go's request multiplexer does. Immutable. */
public final class Router {
    private final Map<String, Route> routes;
    private final Route root;

    /** The routes, one of which has the pattern {@code /}. */
    public Router(List<Route> all) {
        routes = new HashMap<>(all.size() * 2);
        for (Route route : all) {
            if (routes.put(route.pattern(), route) != null) {
                throw new IllegalArgumentException("two routes for " + route.pattern());
            }
        }
        root = routes.get("/");
    }

    /** The route of a clean path; never null. */
    public Route find(String path) {
        Route exact = routes.get(path);
        if (exact != null) {
            return exact;
        }
        int slash = path.lastIndexOf('/', path.length() - 2);
        while (slash > 0) {
            Route prefix = routes.get(path.substring(0, slash + 1));
            if (prefix != null) {
                return prefix;
            }
            slash = path.lastIndexOf('/', slash - 1);
        }
        return root;
    }

    /** Whether only the same path with a slash at its end is known. */
    public boolean wantsSlash(String path) {
        return !routes.containsKey(path) && routes.containsKey(path + "/");
    }
}

package io.curia.http.endpoint;

import io.curia.http.call.Call;
import io.curia.http.call.Route;
import java.util.List;

/** What is not the API: the root and unknown paths. */
public final class RootEndpoints {
    private RootEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/", RootEndpoints::root).plain());
    }

    private static void root(Call call) {
        if (!call.path().equals("/")) {
            call.empty(404);
        } else {
            call.text(200, "Consul Agent");
        }
    }
}

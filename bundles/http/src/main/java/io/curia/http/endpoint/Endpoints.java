package io.curia.http.endpoint;

import io.curia.http.call.Route;
import java.util.ArrayList;
import java.util.List;

/** All routes. */
public final class Endpoints {
    private Endpoints() { }

    /** The API and what is beside it. */
    public static List<Route> all() {
        List<Route> routes = new ArrayList<>(160);
        KvEndpoints.addTo(routes);
        CatalogEndpoints.addTo(routes);
        HealthEndpoints.addTo(routes);
        StatusEndpoints.addTo(routes);
        AgentServiceEndpoints.addTo(routes);
        AgentCheckEndpoints.addTo(routes);
        RootEndpoints.addTo(routes);
        return routes;
    }
}

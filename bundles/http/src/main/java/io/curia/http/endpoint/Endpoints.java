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
        SessionEndpoints.addTo(routes);
        EventEndpoints.addTo(routes);
        TxnEndpoints.addTo(routes);
        CoordinateEndpoints.addTo(routes);
        QueryEndpoints.addTo(routes);
        SnapshotEndpoints.addTo(routes);
        AgentEndpoints.addTo(routes);
        AgentHealthEndpoints.addTo(routes);
        TelemetryEndpoints.addTo(routes);
        ConfigEntryEndpoints.addTo(routes);
        ConnectEndpoints.addTo(routes);
        OperatorEndpoints.addTo(routes);
        AutopilotEndpoints.addTo(routes);
        UiEndpoints.addTo(routes);
        AclEndpoints.addTo(routes);
        DebugEndpoints.addTo(routes);
        RootEndpoints.addTo(routes);
        return routes;
    }
}

package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Route;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** The whole state as an archive (reference: http-api, section 9). */
public final class SnapshotEndpoints {
    /** The largest archive that is taken back; it is held in memory. */
    private static final long MOST_ARCHIVE = 1L << 30;
    private static final HttpField GZIP = new HttpField(HttpHeader.CONTENT_TYPE, "application/x-gzip");

    private SnapshotEndpoints() { }

    /** Adds the route. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/snapshot", SnapshotEndpoints::handle, "GET", "PUT").blocking());
    }

    private static void handle(Call call) {
        String datacenter = call.query().get("dc");
        String token = call.token();
        AgentAccess.require(call, Resource.ACL, "", Access.WRITE, () -> {
            if (call.method().equals("GET")) {
                save(call, datacenter, token);
            } else {
                call.body(MOST_ARCHIVE, archive -> call.settle(call.services().control().restore(datacenter, archive, token),
                        done -> call.empty(200)));
            }
        });
    }

    private static void save(Call call, String datacenter, String token) {
        call.settle(call.services().control().snapshot(datacenter, call.query().has("stale"), token), archive -> {
            call.headers().add(new HttpField("X-Consul-Index", Long.toString(archive.index())));
            call.headers().add(Headers.LEADER_KNOWN);
            call.headers().add(Headers.CONTACT_NOW);
            call.send(200, GZIP, archive.content());
        });
    }
}

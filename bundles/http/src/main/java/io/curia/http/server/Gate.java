package io.curia.http.server;

import io.curia.http.call.Call;
import io.curia.http.call.Route;
import io.curia.http.call.Settings;
import io.curia.http.text.Cidr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Decides whether a request may go to its endpoint, in the order that clients see. */
final class Gate {
    private Gate() { }

    static void enter(Call call, boolean queryValid) {
        call.addCommonHeaders();
        Route route = call.route();
        if (route.isPlain()) {
            run(call, route);
            return;
        }
        if (!queryValid) {
            call.empty(500);
            return;
        }
        Settings settings = call.settings();
        if (blocked(settings.blockedPrefixes(), call.path())) {
            call.text(403, "Endpoint is blocked by agent configuration");
            return;
        }
        String method = call.method();
        if (!route.accepts(method)) {
            call.headers().add(new HttpField(HttpHeader.ALLOW, route.allow()));
            if (method.equals("OPTIONS")) {
                call.empty(200);
            } else {
                call.text(405, "method " + method + " not allowed");
            }
            return;
        }
        if (!settings.writersFrom().isEmpty() && writes(method) && !mayWrite(call, settings.writersFrom())) {
            call.text(403, "Access is restricted");
            return;
        }
        if (route.isNamespaced() && refusesNamespace(call)) {
            return;
        }
        run(call, route);
    }

    private static void run(Call call, Route route) {
        if (route.isBlocking()) {
            call.offload(() -> route.handle(call));
        } else {
            try {
                route.handle(call);
            } catch (RuntimeException e) {
                call.fail(e);
            } catch (Error e) {
                call.broken(e); // an answer, whatever happens: a client that gets none waits for ever
            }
        }
    }

    private static boolean blocked(List<String> prefixes, String path) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (path.startsWith(prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean writes(String method) {
        return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
    }

    private static boolean mayWrite(Call call, List<Cidr> from) {
        SocketAddress remote = call.request().getConnectionMetaData().getRemoteSocketAddress();
        if (!(remote instanceof InetSocketAddress address)) {
            return false;
        }
        for (Cidr block : from) {
            if (block.contains(address.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static boolean refusesNamespace(Call call) {
        String wrong = null;
        String header = call.request().getHeaders().get("X-Consul-Namespace");
        if (header != null && !header.isEmpty()) {
            wrong = "Invalid header: \"X-Consul-Namespace\"";
        }
        if (!call.query().get("ns").isEmpty()) {
            wrong = "Invalid query parameter: \"ns\"";
        }
        if (wrong != null) {
            call.text(400, "Bad request: " + wrong + " - Namespaces are a Consul Enterprise feature");
        }
        return wrong != null;
    }
}

package io.curia.http.server;

import io.curia.http.call.Call;
import io.curia.http.call.Query;
import io.curia.http.call.Redirect;
import io.curia.http.call.Route;
import io.curia.http.call.Services;
import io.curia.http.call.Settings;
import io.curia.http.call.Waiting;
import io.curia.http.call.Workers;
import io.curia.http.text.Paths;
import io.curia.http.text.Percent;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What every request goes through on its way to its endpoint (reference: http-api, sections 1.1 and 1.2). */
final class ApiHandler extends Handler.Abstract.NonBlocking {
    private final Router router;
    private final Route unknown = new Route("/", call -> call.empty(400)).plain();
    private final Waiting waiting = new Waiting();
    private volatile Call.Scope scope;

    ApiHandler(Router router, Services services, Settings settings, Workers workers) {
        this.router = router;
        this.scope = Call.Scope.first(services, settings, workers, waiting);
    }

    /** From the next request on. */
    void use(Settings settings) {
        scope = scope.with(settings);
    }

    /** Answers all queries that wait, and lets none wait any more. */
    void drain() {
        waiting.drain();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Call.Scope now = scope;
        String raw = request.getHttpURI().getPath();
        String path = raw == null ? "/" : Percent.decode(raw, false);
        if (path == null) {
            Call call = new Call(request, response, callback, now, unknown, "/", Query.NONE);
            call.text(400, "400 Bad Request");
            return true;
        }
        if (now.settings().checkPrintable() && !Paths.printable(path)) {
            refuse(request, response, callback, now);
            return true;
        }
        String clean = Paths.clean(path);
        Route route = router.find(clean);
        boolean slash = route.pattern().length() == 1 && router.wantsSlash(clean);
        if (slash || !clean.equals(path)) {
            String target = slash ? clean + "/" : clean;
            Call call = new Call(request, response, callback, now, unknown, path, Query.NONE);
            call.addCommonHeaders();
            Redirect.send(call, target);
            return true;
        }
        Query query = Query.parse(request.getHttpURI().getQuery());
        Call call = new Call(request, response, callback, now, route, path, query == null ? Query.NONE : query);
        Gate.enter(call, query != null);
        return true;
    }

    private void refuse(Request request, Response response, Callback callback, Call.Scope now) {
        Call call = new Call(request, response, callback, now, unknown, "/", Query.NONE);
        call.addCommonHeaders();
        call.empty(400);
    }
}

package io.curia.http.endpoint;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.PreparedQuery;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.QueryOperations.ApplyRequest;
import io.curia.api.op.QueryOperations.ExecuteRequest;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Params;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import io.curia.http.text.GoText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Prepared queries (reference: http-api, section 9). */
public final class QueryEndpoints {
    private static final String EXECUTE = "/execute";
    private static final String EXPLAIN = "/explain";
    private static final PreparedQuery.ServiceQuery NO_SERVICE = new PreparedQuery.ServiceQuery("",
            PreparedQuery.Failover.NONE, false, null, "", null, null, null, false);

    private QueryEndpoints() { }

    /** What an execution answers. */
    record ExecutionBody(String service, List<CheckServiceNode> nodes,
            @io.curia.api.model.Wire("DNS") PreparedQuery.Dns dns, String datacenter, int failovers, long index,
            long lastContact, boolean knownLeader, String consistencyLevel, boolean notModified, int backend) { }

    /** What an explanation answers. */
    record ExplanationBody(PreparedQuery query, long index, long lastContact, boolean knownLeader,
            String consistencyLevel, boolean notModified, int backend) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/query", QueryEndpoints::general, "GET", "POST"));
        routes.add(new Route("/v1/query/", QueryEndpoints::specific));
    }

    private static void general(Call call) {
        if (call.method().equals("GET")) {
            call.readJson(QueryOperations.LIST, NoRequest.INSTANCE, Meta.FULL);
            return;
        }
        WriteOptions options = call.writeOptions();
        CatalogEndpoints.document(call, PreparedQuery.class, true, (query, body) ->
                call.write(QueryOperations.APPLY, new ApplyRequest("create", complete(query, query.id())), options,
                        id -> call.json((Object) Map.of("ID", id))));
    }

    private static PreparedQuery complete(PreparedQuery given, String id) {
        PreparedQuery.ServiceQuery service = given.service() == null ? NO_SERVICE : given.service();
        if (service.failover() == null) {
            service = new PreparedQuery.ServiceQuery(service.service(), PreparedQuery.Failover.NONE,
                    service.onlyPassing(), service.ignoreCheckIDs(), service.near(), service.tags(),
                    service.nodeMeta(), service.serviceMeta(), service.connect());
        }
        return new PreparedQuery(id, given.name(), given.session(), given.token(),
                given.template() == null ? PreparedQuery.Template.NONE : given.template(), service,
                given.dns() == null ? PreparedQuery.Dns.NONE : given.dns(), 0, 0);
    }

    private static void specific(Call call) {
        String id = call.suffix();
        boolean execute = id.endsWith(EXECUTE);
        boolean explain = id.endsWith(EXPLAIN);
        String allowed = execute || explain ? "GET" : "GET,PUT,DELETE";
        String method = call.method();
        if (method.equals("OPTIONS")) {
            call.headers().add(new HttpField(HttpHeader.ALLOW, "OPTIONS," + allowed));
            call.json((Object) Map.of());
        } else if (!List.of(allowed.split(",")).contains(method)) {
            call.headers().add(new HttpField(HttpHeader.ALLOW, allowed));
            call.text(405, "method " + method + " not allowed");
        } else if (execute || explain) {
            run(call, id.substring(0, id.length() - EXECUTE.length()), execute);
        } else {
            one(call, id, method);
        }
    }

    private static void one(Call call, String id, String method) {
        if (method.equals("GET")) {
            ReadOptions options = call.readOptions();
            call.read(QueryOperations.GET, new QueryOperations.IdRequest(id), options, Meta.FULL, QueryEndpoints::send);
            return;
        }
        WriteOptions options = call.writeOptions();
        if (method.equals("PUT")) {
            CatalogEndpoints.document(call, PreparedQuery.class, true, (query, body) ->
                    call.write(QueryOperations.APPLY, new ApplyRequest("update", complete(query, id)), options,
                            done -> call.empty(200)));
        } else {
            PreparedQuery named = new PreparedQuery(id, "", "", "", PreparedQuery.Template.NONE, NO_SERVICE,
                    PreparedQuery.Dns.NONE, 0, 0);
            call.write(QueryOperations.APPLY, new ApplyRequest("delete", named), options, done -> call.empty(200));
        }
    }

    private static void send(Call call, Answer<List<PreparedQuery>> answer) {
        if (answer.value() == null || answer.value().isEmpty()) {
            Meta.forget(call.headers());
            call.text(404, "Query not found");
        } else {
            Reply.<List<PreparedQuery>>json().send(call, answer);
        }
    }

    private static void run(Call call, String idOrName, boolean execute) {
        ReadOptions options = call.readOptions().waitingFor(0, 0);
        ExecuteRequest request = new ExecuteRequest(idOrName, Params.near(call), limit(call),
                GoText.isTrue(call.query().get("connect"), call.query().has("connect")),
                call.services().control().nodeName(), client(call));
        if (execute) {
            call.cacheable().read(QueryOperations.EXECUTE, request, options, Meta.FULL,
                    (it, answer) -> sendExecution(it, answer, options.consistency()));
        } else {
            call.read(QueryOperations.EXPLAIN, request, options, Meta.FULL,
                    (it, answer) -> sendExplanation(it, answer, options.consistency()));
        }
    }

    private static int limit(Call call) {
        String text = call.query().get("limit");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CuriaException.failed("Bad limit: strconv.Atoi: parsing " + GoText.quote(text) + ": invalid syntax");
        }
    }

    private static String client(Call call) {
        return call.request().getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() : "";
    }

    private static void sendExecution(Call call, Answer<QueryOperations.Execution> answer, Consistency asked) {
        QueryOperations.Execution found = answer.value();
        Meta.FULL.withoutIndex(call.headers(), answer, asked);
        call.json(200, Encoded.of(new ExecutionBody(found.service(),
                found.nodes() == null ? List.of() : Translation.instances(call, found.datacenter(), found.nodes()),
                found.dns(), found.datacenter(), found.failovers(), 1, answer.lastContactMillis(), answer.knownLeader(),
                Meta.level(asked), false, 0)));
    }

    private static void sendExplanation(Call call, Answer<QueryOperations.Explanation> answer,
            Consistency asked) {
        Meta.FULL.withoutIndex(call.headers(), answer, asked);
        call.json(200, Encoded.of(new ExplanationBody(answer.value().query(), 1, answer.lastContactMillis(),
                answer.knownLeader(), Meta.level(asked), false, 0)));
    }
}

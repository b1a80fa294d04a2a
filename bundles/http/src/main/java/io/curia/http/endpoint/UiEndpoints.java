package io.curia.http.endpoint;

import io.curia.api.agent.Filters;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeInfo;
import io.curia.api.model.NodeService;
import io.curia.api.model.Wire;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.ReadOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The summaries behind the web interface (reference: http-api, section 11.1). */
public final class UiEndpoints {
    private static final String EXTERNAL_SOURCE = "external-source";

    private UiEndpoints() { }

    /** A service in short. */
    record ServiceSummary(@Wire(omitEmpty = true) String kind, String name, String datacenter, List<String> tags,
            List<String> nodes, List<String> externalSources, int instanceCount, int checksPassing, int checksWarning,
            int checksCritical, Map<String, Object> gatewayConfig, boolean transparentProxy,
            boolean connectedWithProxy, boolean connectedWithGateway) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/internal/ui/nodes", UiEndpoints::nodes, "GET").namespaced());
        routes.add(new Route("/v1/internal/ui/node/", UiEndpoints::node, "GET").namespaced());
        routes.add(new Route("/v1/internal/ui/services", UiEndpoints::services, "GET").namespaced());
    }

    private static void nodes(Call call) {
        call.readJson(InternalOperations.NODE_DUMP, NoRequest.INSTANCE, Meta.INDEX);
    }

    private static void node(Call call) {
        ReadOptions options = call.readOptions();
        var request = new InternalOperations.NodeRequest(CatalogEndpoints.named(call, "Missing node name"));
        call.read(InternalOperations.NODE_INFO, request, options, Meta.INDEX, UiEndpoints::sendNode);
    }

    private static void sendNode(Call call, Answer<List<NodeInfo>> answer) {
        if (answer.value().isEmpty()) {
            Meta.forget(call.headers());
            call.empty(404);
        } else {
            call.json(answer.value().get(0));
        }
    }

    private static void services(Call call) {
        ReadOptions options = call.readOptions();
        Predicate<CheckServiceNode> wanted = wanted(call, options.filter());
        ReadOptions unfiltered = new ReadOptions(options.datacenter(), options.token(), options.minIndex(),
                options.waitMillis(), options.consistency(), options.maxStaleMillis(), "");
        String datacenter = CatalogEndpoints.either(options.datacenter(), call.services().control().datacenter());
        Reply<List<NodeInfo>> reply = (it, answer) -> it.json((Object) summaries(answer.value(), wanted, datacenter));
        call.read(InternalOperations.NODE_DUMP, NoRequest.INSTANCE, unfiltered, Meta.INDEX, reply);
    }

    private static Predicate<CheckServiceNode> wanted(Call call, String expression) {
        if (expression.isEmpty()) {
            return instance -> true;
        }
        Filters filters = call.services().optional().filters();
        if (filters == null) {
            throw CuriaException.failed(
                    "Failed to create boolean expression evaluator: filters are not available at the moment");
        }
        return filters.compile(expression, CheckServiceNode.class);
    }

    private static List<ServiceSummary> summaries(List<NodeInfo> all, Predicate<CheckServiceNode> wanted,
            String datacenter) {
        TreeMap<String, Tally> tallies = new TreeMap<>();
        for (NodeInfo info : all) {
            Node node = new Node(info.id(), info.node(), info.address(), datacenter, info.taggedAddresses(),
                    info.meta(), 0, 0);
            for (NodeService service : info.services()) {
                List<HealthCheck> checks = info.checks().stream()
                        .filter(check -> check.serviceID().isEmpty() || check.serviceID().equals(service.id())).toList();
                if (wanted.test(new CheckServiceNode(node, service, checks))) {
                    tallies.computeIfAbsent(service.service(), name -> new Tally()).add(info.node(), service, checks);
                }
            }
        }
        List<ServiceSummary> summaries = new ArrayList<>(tallies.size());
        tallies.forEach((name, tally) -> summaries.add(tally.summary(name, datacenter)));
        return summaries;
    }

    /** Counts the instances of one service; a check of a node counts once, however many instances are on it. */
    private static final class Tally {
        private final TreeSet<String> nodes = new TreeSet<>();
        private final TreeSet<String> tags = new TreeSet<>();
        private final TreeSet<String> sources = new TreeSet<>();
        private String kind = "";
        private int instances;
        private int passing;
        private int warning;
        private int critical;

        void add(String node, NodeService service, List<HealthCheck> checks) {
            boolean newNode = nodes.add(node);
            instances++;
            kind = service.kind() == null ? "" : service.kind();
            if (service.tags() != null) {
                tags.addAll(service.tags());
            }
            if (service.meta() != null && service.meta().containsKey(EXTERNAL_SOURCE)) {
                sources.add(service.meta().get(EXTERNAL_SOURCE));
            }
            for (HealthCheck check : checks) {
                if (newNode || !check.serviceID().isEmpty()) {
                    count(check.status());
                }
            }
        }

        private void count(String status) {
            switch (status) {
                case HealthCheck.PASSING -> passing++;
                case HealthCheck.WARNING -> warning++;
                default -> critical++;
            }
        }

        ServiceSummary summary(String name, String datacenter) {
            return new ServiceSummary(kind, name, datacenter, tags.isEmpty() ? null : List.copyOf(tags),
                    List.copyOf(nodes), sources.isEmpty() ? null : List.copyOf(sources), instances, passing, warning,
                    critical, Map.of(), false, false, false);
        }
    }
}

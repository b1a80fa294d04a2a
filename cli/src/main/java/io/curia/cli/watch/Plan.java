package io.curia.cli.watch;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is asked for a watch, and how its answer is shown. */
final class Plan {

    /** Makes of an answer what handlers see. */
    private interface View {
        Object of(Object answer) throws IOException;
    }

    /**
     * One look.
     *
     * @param index what the next, blocking look waits for a change of
     */
    record Result(long index, Object value) {
    }

    private final String path;
    private final Map<String, List<String>> parameters;
    private final View view;

    private Plan(String path, Map<String, List<String>> parameters, View view) {
        this.path = path;
        this.parameters = parameters;
        this.view = view;
    }

    static Plan of(String type, Watch.Options options) throws Failure {
        Map<String, List<String>> parameters = new TreeMap<>();
        switch (type) {
            case "key" -> {
                require(options.key(), "key");
                return new Plan("/v1/kv/" + Query.path(options.key()), parameters, Plan::pair);
            }
            case "keyprefix" -> {
                require(options.prefix(), "prefix");
                parameters.put("recurse", List.of(""));
                return new Plan("/v1/kv/" + Query.path(options.prefix()), parameters, Shape.PAIR::all);
            }
            case "services" -> {
                return new Plan("/v1/catalog/services", parameters, answer -> new TreeMap<>(Json.map(answer)));
            }
            case "nodes" -> {
                return new Plan("/v1/catalog/nodes", parameters, Shape.NODE::all);
            }
            case "service" -> {
                return service(options, parameters);
            }
            case "checks" -> {
                return checks(options, parameters);
            }
            case "event" -> {
                if (!options.name().isEmpty()) {
                    parameters.put("name", List.of(options.name()));
                }
                return new Plan("/v1/event/list", parameters, Shape.EVENT::all);
            }
            case "connect_roots", "connect_leaf", "connect_proxy_config", "agent_service" ->
                throw new Failure("Type " + type + " is not supported in the CLI tool");
            default -> throw new Failure("Unsupported watch type: " + type);
        }
    }

    private static Plan service(Watch.Options options, Map<String, List<String>> parameters) throws Failure {
        require(options.service(), "service");
        if (!options.tags().isEmpty()) {
            parameters.put("tag", options.tags());
        }
        if (options.passingOnly()) {
            parameters.put("passing", List.of("1"));
        }
        return new Plan("/v1/health/service/" + Query.path(options.service()), parameters, Shape::entries);
    }

    private static Plan checks(Watch.Options options, Map<String, List<String>> parameters) throws Failure {
        if (!options.service().isEmpty() && !options.state().isEmpty()) {
            throw new Failure("Cannot specify service and state");
        }
        if (!options.service().isEmpty()) {
            return new Plan("/v1/health/checks/" + Query.path(options.service()), parameters, Shape::checks);
        }
        String state = options.state().isEmpty() ? "any" : options.state();
        return new Plan("/v1/health/state/" + Query.path(state), parameters, Shape::checks);
    }

    /** Asks once; waits for a change if there is an index. */
    Result look(Api api, long index) throws IOException {
        Query query = api.query();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                query.add(parameter.getKey(), value);
            }
        }
        // event indexes are unsigned 64-bit numbers
        if (index != 0) {
            query.set("index", Long.toUnsignedString(index));
        }
        try (Answer answer = api.send("GET", path, query, null)) {
            long next = index(answer);
            if (answer.status() == 404 && path.startsWith("/v1/kv/")) {
                return new Result(next, view.of(null));
            }
            byte[] body = Api.checked(answer).bytes();
            return new Result(next, view.of(body.length == 0 ? null : Json.parse(body)));
        }
    }

    private static Object pair(Object answer) throws IOException {
        List<Object> pairs = Json.list(answer);
        return pairs.isEmpty() ? null : Shape.PAIR.of(pairs.get(0));
    }

    private static long index(Answer answer) {
        try {
            return Long.parseUnsignedLong(answer.header("x-consul-index"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void require(String value, String what) throws Failure {
        if (value.isEmpty()) {
            throw new Failure("Must specify a single " + what + " to watch");
        }
    }
}

package io.curia.http.endpoint;

import io.curia.api.acl.AccessControl;
import io.curia.api.acl.Authorizer;
import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentService;
import io.curia.api.agent.Filters;
import io.curia.api.model.HealthCheck;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Access control of what the agent answers itself, without an operation that would look after it. */
final class AgentAccess {
    private AgentAccess() { }

    /** Goes on with the caller's authorizer; with null when access control is off. */
    static void authorize(Call call, Consumer<Authorizer> then) {
        AccessControl access = call.services().optional().access();
        if (access == null || !access.enabled()) {
            then.accept(null);
        } else {
            call.settle(access.resolve(call.token()), then);
        }
    }

    static void require(Call call, Resource resource, String name, Access access, Runnable then) {
        authorize(call, who -> {
            check(who, resource, name, access);
            then.run();
        });
    }

    private static void check(Authorizer who, Resource resource, String name, Access access) {
        if (who != null && !who.allows(resource, name, access)) {
            throw new CuriaException(CuriaException.Kind.DENIED, "Permission denied");
        }
    }

    static void readAgent(Call call, Runnable then) {
        require(call, Resource.AGENT, call.services().control().nodeName(), Access.READ, then);
    }

    static void writeAgent(Call call, Runnable then) {
        require(call, Resource.AGENT, call.services().control().nodeName(), Access.WRITE, then);
    }

    static void writeNode(Call call, Runnable then) {
        require(call, Resource.NODE, call.services().control().nodeName(), Access.WRITE, then);
    }

    static void readOperator(Call call, Runnable then) {
        require(call, Resource.OPERATOR, "", Access.READ, then);
    }

    /** Reading a service by its id; what does not exist is for the endpoint to say. */
    static void service(Call call, String id, Runnable then) {
        AgentService service = call.services().local().service(id);
        if (service == null) {
            then.run();
        } else {
            require(call, Resource.SERVICE, service.service(), Access.READ, then);
        }
    }

    static void writeService(Call call, String id, Runnable then) {
        AgentService service = call.services().local().service(id);
        if (service == null) {
            then.run();
        } else {
            require(call, Resource.SERVICE, service.service(), Access.WRITE, then);
        }
    }

    static void writeCheck(Call call, String id, Runnable then) {
        HealthCheck check = call.services().local().checks().get(id);
        if (check == null) {
            then.run();
        } else if (check.serviceName() == null || check.serviceName().isEmpty()) {
            writeNode(call, then);
        } else {
            require(call, Resource.SERVICE, check.serviceName(), Access.WRITE, then);
        }
    }

    static void filteredServices(Call call, Consumer<Map<String, AgentService>> then) {
        authorize(call, who -> then.accept(filter(call, call.services().local().services(), AgentService.class,
                who == null ? null : (id, service) -> who.allows(Resource.SERVICE, service.service(), Access.READ))));
    }

    static void filteredChecks(Call call, Consumer<Map<String, HealthCheck>> then) {
        authorize(call, who -> then.accept(filter(call, call.services().local().checks(), HealthCheck.class,
                who == null ? null : (id, check) -> check.serviceName() == null || check.serviceName().isEmpty()
                        ? who.allows(Resource.NODE, check.node(), Access.READ)
                        : who.allows(Resource.SERVICE, check.serviceName(), Access.READ))));
    }

    private static <T> Map<String, T> filter(Call call, Map<String, T> all, Class<T> element,
            BiPredicate<String, T> allowed) {
        String expression = call.query().get("filter");
        if (expression.isEmpty() && allowed == null) {
            return all;
        }
        Predicate<T> wanted = expression.isEmpty() ? null : compile(call, expression, element);
        Map<String, T> kept = new LinkedHashMap<>();
        all.forEach((id, value) -> {
            if ((allowed == null || allowed.test(id, value)) && (wanted == null || wanted.test(value))) {
                kept.put(id, value);
            }
        });
        return kept;
    }

    private static <T> Predicate<T> compile(Call call, String expression, Class<T> element) {
        Filters filters = call.services().optional().filters();
        if (filters == null) {
            throw CuriaException.failed(
                    "Failed to create boolean expression evaluator: filters are not available at the moment");
        }
        return filters.compile(expression, element);
    }
}

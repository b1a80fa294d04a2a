package io.curia.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.curia.faults.Http.Answer;
import java.util.Map;

/** Registers, deregisters and reads services of nodes that are no agents; the value is in the service's meta data. */
final class CatalogClient extends Client {
    static final String KEY = "v";

    private final Groups groups;

    CatalogClient(Shared shared, String name, Groups groups) {
        super(shared, name);
        this.groups = groups;
    }

    @Override
    void step(Server server) throws InterruptedException {
        String group = groups.pick(random);
        int choice = random.nextInt(100);
        long invoked = history.now();
        if (choice < 40) {
            String value = newValue();
            Answer answer = http.put(server, "/v1/catalog/register", "{\"Node\":\"" + group + "\",\"Address\":\"192.0.2.1\","
                    + "\"Service\":{\"Service\":\"" + group + "\",\"Meta\":{\"" + KEY + "\":\"" + value + "\"}}}", TIMEOUT);
            write(group, text(server, "register"), answer, Map.of(), Map.of(KEY, value), invoked);
        } else if (choice < 55) {
            Answer answer = http.put(server, "/v1/catalog/deregister",
                    "{\"Node\":\"" + group + "\",\"ServiceID\":\"" + group + "\"}", TIMEOUT);
            write(group, text(server, "deregister"), answer, Map.of(), Map.of(KEY, Op.ABSENT), invoked);
        } else {
            boolean health = random.nextBoolean();
            String path = (health ? "/v1/health/service/" : "/v1/catalog/service/") + group;
            Answer answer = http.get(server, path + (random.nextBoolean() ? "?consistent" : ""), TIMEOUT);
            count(answer);
            if (answer.isOk()) {
                history.add(group, Op.read(text(server, path), Map.of(KEY, registered(answer.json())), invoked, history.now()));
            }
        }
    }

    /** The value in an answer of catalog or health. */
    static String registered(JsonNode services) {
        if (services.isEmpty()) {
            return Op.ABSENT;
        }
        JsonNode service = services.get(0);
        JsonNode meta = service.has("Service") ? service.path("Service").path("Meta") : service.path("ServiceMeta");
        return meta.path(KEY).asText();
    }
}

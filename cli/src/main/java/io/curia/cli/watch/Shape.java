package io.curia.cli.watch;

import io.curia.cli.flag.GoDuration;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How Consul's own client shows an object: which members, in which order, and what stands for those the agent left out.
 * Handlers were written against this form, not against the agent's answer.
 */
final class Shape {

    /** Text, number, truth, anything (null if absent); capital: left out when empty. */
    private static final String KINDS = "snboSNBO";

    static final Shape NODE = new Shape("s:ID s:Node s:Address s:Datacenter o:TaggedAddresses o:Meta n:CreateIndex n:ModifyIndex");
    static final Shape PAIR = new Shape("s:Key n:CreateIndex n:ModifyIndex n:LockIndex n:Flags o:Value s:Session");
    static final Shape EVENT = new Shape("s:ID s:Name o:Payload s:NodeFilter s:ServiceFilter s:TagFilter n:Version n:LTime");
    private static final Shape SERVICE = new Shape("S:Kind s:ID s:Service o:Tags o:Meta n:Port s:Address S:SocketPath O:TaggedAddresses "
        + "o:Weights b:EnableTagOverride N:CreateIndex N:ModifyIndex S:ContentHash O:Proxy O:Connect S:Namespace S:Datacenter");
    private static final Shape PROXY = new Shape("S:DestinationServiceName S:DestinationServiceID S:LocalServiceAddress "
        + "N:LocalServicePort S:LocalServiceSocketPath S:Mode O:TransparentProxy O:Config O:Upstreams o:MeshGateway o:Expose");
    private static final Shape CHECK = new Shape("s:Node s:CheckID s:Name s:Status s:Notes s:Output s:ServiceID s:ServiceName "
        + "o:ServiceTags s:Type S:Namespace o:Definition n:CreateIndex n:ModifyIndex");
    private static final Shape DEFINITION = new Shape("s:Interval s:Timeout s:DeregisterCriticalServiceAfter s:HTTP o:Header s:Method "
        + "s:Body s:TLSServerName b:TLSSkipVerify s:TCP s:GRPC b:GRPCUseTLS");

    private final List<String> names = new ArrayList<>();
    private final List<Character> kinds = new ArrayList<>();

    private Shape(String members) {
        for (String member : members.split(" ")) {
            if (KINDS.indexOf(member.charAt(0)) < 0) {
                throw new IllegalArgumentException(member);
            }
            kinds.add(member.charAt(0));
            names.add(member.substring(2));
        }
    }

    Map<String, Object> of(Object value) throws IOException {
        Map<String, Object> given = Json.map(value);
        Map<String, Object> shaped = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Object member = given.get(names.get(i));
            char kind = kinds.get(i);
            if (Character.isUpperCase(kind) && isEmpty(member)) {
                continue;
            }
            shaped.put(names.get(i), member == null ? nothing(kind) : member);
        }
        return shaped;
    }

    List<Object> all(Object value) throws IOException {
        List<Object> shaped = new ArrayList<>();
        for (Object element : Json.list(value)) {
            shaped.add(of(element));
        }
        return shaped;
    }

    static List<Object> checks(Object value) throws IOException {
        List<Object> shaped = new ArrayList<>();
        for (Object element : Json.list(value)) {
            Map<String, Object> check = CHECK.of(element);
            Map<String, Object> definition = DEFINITION.of(check.get("Definition"));
            for (String name : new String[] {"Interval", "Timeout", "DeregisterCriticalServiceAfter"}) {
                definition.put(name, duration(definition.get(name)));
            }
            check.put("Definition", definition);
            shaped.add(check);
        }
        return shaped;
    }

    static List<Object> entries(Object value) throws IOException {
        List<Object> shaped = new ArrayList<>();
        for (Object element : Json.list(value)) {
            Map<String, Object> given = Json.map(element);
            Map<String, Object> service = SERVICE.of(given.get("Service"));
            if (service.containsKey("Proxy")) {
                service.put("Proxy", PROXY.of(service.get("Proxy")));
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("Node", NODE.of(given.get("Node")));
            entry.put("Service", service);
            entry.put("Checks", checks(given.get("Checks")));
            shaped.add(entry);
        }
        return shaped;
    }

    private static Object duration(Object value) {
        if (value instanceof Number) {
            return GoDuration.format(((Number) value).longValue());
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "0s" : GoDuration.format(GoDuration.parse(text));
    }

    private static Object nothing(char kind) {
        switch (kind) {
            case 's':
                return "";
            case 'n':
                return 0;
            case 'b':
                return false;
            default:
                return null;
        }
    }

    /** An object is shown even if it has no members: only null counts as empty there, as for Go's pointers. */
    private static boolean isEmpty(Object value) {
        return value == null || "".equals(value) || value instanceof Number && ((Number) value).doubleValue() == 0
            || value instanceof List && ((List<?>) value).isEmpty();
    }
}

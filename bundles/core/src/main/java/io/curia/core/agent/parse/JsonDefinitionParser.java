package io.curia.core.agent.parse;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.Codec;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads definitions from JSON: decoded by the codec, then mapped field by field. Stateless; any thread. */
public final class JsonDefinitionParser implements DefinitionParser {
    private final Codec codec;
    private final Supplier<Set<String>> claimed;

    /** @param claimed the fields that check types at hand claim, by their name in the HTTP API */
    public JsonDefinitionParser(Codec codec, Supplier<Set<String>> claimed) {
        this.codec = codec;
        this.claimed = claimed;
    }

    @Override
    public ServiceDefinition service(byte[] json) {
        Fields fields = Fields.of(object(json), FieldNames.SERVICE);
        ServiceDefinition definition = service(fields, FieldNames.check(claimed.get()));
        fields.check();
        return definition;
    }

    @Override
    public CheckDefinition check(byte[] json) {
        Fields fields = Fields.of(object(json), FieldNames.check(claimed.get()));
        CheckDefinition definition = check(fields);
        fields.check();
        return definition;
    }

    private Map<?, ?> object(byte[] json) {
        Object value;
        try {
            value = codec.parse(json, Object.class, false);
        } catch (CuriaException e) {
            throw CuriaException.badRequest("Request decode failed: " + e.getMessage());
        }
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw CuriaException.badRequest("Request decode failed: json: cannot unmarshal " + Fields.jsonKind(value)
                + " into Go value of type structs.Definition");
    }

    private static ServiceDefinition service(Fields f, Map<String, String> checkNames) {
        Fields check = f.nested("Check", "CheckType", checkNames);
        List<Fields> checks = f.nestedList("Checks", "CheckType", checkNames);
        Fields weights = f.nested("Weights", "Weights", FieldNames.WEIGHTS);
        return new ServiceDefinition(f.text("Kind"), f.text("ID"), f.text("Name"), f.texts("Tags"), f.text("Address"),
                addresses(f), check == null ? null : check(check), checks == null ? null : checks(checks),
                f.textMap("Meta"), f.number("Port"), f.text("SocketPath"), f.text("Token"),
                weights == null ? null : new Weights(weights.number("Passing"), weights.number("Warning")),
                f.flag("EnableTagOverride"), ProxyFields.proxy(f), connect(f, checkNames), f.text("Namespace"));
    }

    private static List<CheckDefinition> checks(List<Fields> list) {
        List<CheckDefinition> result = new ArrayList<>(list.size());
        for (Fields fields : list) {
            result.add(check(fields));
        }
        return result;
    }

    private static Map<String, ServiceAddress> addresses(Fields f) {
        Map<String, Object> object = f.object("TaggedAddresses");
        if (object == null) {
            return null;
        }
        Map<String, ServiceAddress> result = new LinkedHashMap<>();
        for (String tag : object.keySet()) {
            Fields address = Fields.of(object, Map.of(tag.toLowerCase(java.util.Locale.ROOT), tag))
                    .nested(tag, "ServiceAddress", FieldNames.ADDRESS);
            if (address != null) {
                result.put(tag, new ServiceAddress(address.text("Address"), address.number("Port")));
                address.relay(f);
            }
        }
        return result;
    }

    private static ServiceDefinition.Connect connect(Fields f, Map<String, String> checkNames) {
        Fields connect = f.nested("Connect", "ServiceConnect", FieldNames.CONNECT);
        if (connect == null) {
            return null;
        }
        Fields sidecar = connect.nested("SidecarService", "ServiceDefinition", FieldNames.SERVICE);
        return new ServiceDefinition.Connect(connect.flag("Native"),
                sidecar == null ? null : service(sidecar, checkNames));
    }

    private static CheckDefinition check(Fields f) {
        String id = f.text("CheckID");
        Map<String, Object> fields = typeFields(f);
        return new CheckDefinition(id.isEmpty() ? f.text("ID") : id, f.text("Name"), f.text("Notes"), f.text("ServiceID"),
                f.text("Token"), f.text("Status"), f.duration("Interval"), f.duration("Timeout"), f.duration("TTL"),
                f.duration("DeregisterCriticalServiceAfter"), f.number("SuccessBeforePassing"),
                f.number("FailuresBeforeWarning"), f.number("FailuresBeforeCritical"), f.number("OutputMaxSize"), fields);
    }

    private static Map<String, Object> typeFields(Fields f) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String name : f.names()) {
            if (FieldNames.TEXTS.contains(name)) {
                result.put(name, f.text(name));
            } else if (FieldNames.FLAGS.contains(name)) {
                result.put(name, f.flag(name));
            } else if (name.equals("Header")) {
                put(result, name, f.multimap(name));
            } else if (name.equals("ScriptArgs")) {
                put(result, name, f.texts(name));
            } else if (!FieldNames.CHECK_CORE.containsValue(name)) {
                result.put(name, f.raw(name));
            }
        }
        return java.util.Collections.unmodifiableMap(result);
    }

    private static void put(Map<String, Object> result, String name, Object value) {
        if (value != null) {
            result.put(name, value);
        }
    }
}

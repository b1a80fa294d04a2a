package io.curia.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Service and check definitions of files in the field names of the HTTP API. */
public final class Definitions {

    private Definitions() {
    }

    /** A decoded definition under {@code key} ({@code services} or {@code checks}) as the HTTP API would take it. */
    public static Map<String, Object> toApi(Key key, Map<?, ?> definition) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : definition.entrySet()) {
            String name = String.valueOf(e.getKey());
            Key child = key.child(name);
            if (child == null) {
                // A plug-in's field, which the decoder has named already.
                out.put(name, e.getValue());
                continue;
            }
            boolean idOfServiceCheck = key.check && key.path.startsWith("@service") && name.equals("id");
            out.put(idOfServiceCheck ? "CheckID" : child.apiName, value(child, e.getValue()));
        }
        return out;
    }

    private static Object value(Key key, Object value) {
        switch (key.type) {
            case BLOCK:
                return toApi(key, (Map<?, ?>) value);
            case BLOCKS: {
                List<Object> list = new ArrayList<>();
                for (Object element : (List<?>) value) {
                    list.add(toApi(key, (Map<?, ?>) element));
                }
                return list;
            }
            case BLOCK_MAP: {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> e : ((Map<?, ?>) value).entrySet()) {
                    map.put(String.valueOf(e.getKey()), toApi(key, (Map<?, ?>) e.getValue()));
                }
                return map;
            }
            default:
                return value;
        }
    }
}

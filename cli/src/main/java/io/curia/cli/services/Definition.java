package io.curia.cli.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A service definition from a file, made into a request for the agent. */
final class Definition {

    private final Map<String, Object> values;

    Definition(Map<String, Object> values) {
        this.values = values;
    }

    String name() {
        return text("name");
    }

    /** The ID, which is the name if none is given. */
    String id() {
        String id = text("id");
        return id.isEmpty() ? name() : id;
    }

    /** The agent's requests know fields without regard to case but, for the most part, not with underscores. */
    Object request() {
        return plain(values);
    }

    private String text(String name) {
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name) && entry.getValue() != null) {
                return entry.getValue().toString();
            }
        }
        return "";
    }

    private static Object plain(Object value) {
        if (value instanceof List) {
            List<Object> list = new ArrayList<>();
            for (Object element : (List<?>) value) {
                list.add(plain(element));
            }
            return list;
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            String name = camel(String.valueOf(entry.getKey()));
            object.put(name, isUsersOwn(name) ? entry.getValue() : plain(entry.getValue()));
        }
        return object;
    }

    /** Maps whose keys are the user's and stay as they are. */
    private static boolean isUsersOwn(String name) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "meta", "config", "header", "taggedaddresses":
                return true;
            default:
                return false;
        }
    }

    static String camel(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        for (String word : name.split("_")) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return text.toString();
    }
}

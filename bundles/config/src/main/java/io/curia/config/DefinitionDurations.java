package io.curia.config;

import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.source.Settings;
import java.util.List;
import java.util.Map;

/** Reads every duration, also those that no record holds and those inside definitions, so that a bad one is reported. */
final class DefinitionDurations {

    private DefinitionDurations() {
    }

    static void check(Settings settings, KeyTable table) {
        for (Key key : table.leaves()) {
            if (key.type() == Key.Type.DURATION && settings.has(key.path())) {
                report(settings, key.path(), settings.text(key.path()));
            }
        }
        walk(settings, table.find("services"), settings.maps("services"), "services");
        walk(settings, table.find("checks"), settings.maps("checks"), "checks");
    }

    private static void walk(Settings settings, Key key, List<?> list, String path) {
        for (int i = 0; i < list.size(); i++) {
            walk(settings, key, (Map<?, ?>) list.get(i), path + "[" + i + "]");
        }
    }

    private static void walk(Settings settings, Key key, Map<?, ?> map, String path) {
        for (Key child : key.children()) {
            Object value = map.get(child.name());
            String childPath = path + "." + child.name();
            if (child.type() == Key.Type.DURATION && value instanceof String text) {
                report(settings, childPath, text);
            } else if (child.type() == Key.Type.BLOCK && value instanceof Map<?, ?> inner) {
                walk(settings, child, inner, childPath);
            } else if (child.type() == Key.Type.BLOCKS && value instanceof List<?> list) {
                walk(settings, child, list, childPath);
            }
        }
    }

    /** Once for each wrong value, even when a record has read it already. */
    private static void report(Settings settings, String name, String text) {
        int before = settings.errors().size();
        settings.millisOf(name, text);
        int after = settings.errors().size();
        if (after > before && settings.errors().subList(0, before).contains(settings.errors().get(after - 1))) {
            settings.errors().remove(after - 1);
        }
    }
}

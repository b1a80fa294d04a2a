package io.curia.dns;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Settings as the component would read them, with some values changed by key. */
final class TestSettings {
    private TestSettings() { }

    static DnsSettings with(Object... keysAndValues) {
        return SettingsReader.settings(config(keysAndValues));
    }

    static DnsServerConfig config(Object... keysAndValues) {
        Map<String, Object> changed = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changed.put(((String) keysAndValues[i]).replace("_", "__"), keysAndValues[i + 1]);
        }
        for (String key : changed.keySet()) {
            try {
                DnsServerConfig.class.getMethod(key);
            } catch (NoSuchMethodException e) {
                throw new AssertionError("no such key: " + key, e);
            }
        }
        return (DnsServerConfig) Proxy.newProxyInstance(TestSettings.class.getClassLoader(),
                new Class<?>[] {DnsServerConfig.class}, (proxy, method, args) ->
                        changed.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}

package io.curia.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.syntax.JsonWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Whatever stands in a file, there is a configuration or one clear error. */
class AnyConfigurationTest {

    private static final List<Object> VALUES = new ArrayList<>(Arrays.asList(null, "", "x", "10s", "-1h", "5x", "true",
            "{{ GetPrivateIP }}", "{{", "{{ GetAllInterfaces }}", "1.2.3.4 ::1", "unix:///x", "10.0.0.0/8", "a.b",
            0L, 1L, -1L, 8500L, 70000L, 1L << 40, -(1L << 40), 1.5, 1e300, true, false, List.of(), List.of("x"),
            List.of("x", 1L), List.of(1L), List.of(Map.of()), Map.of(), Map.of("k", "v"), Map.of("k", 1L),
            Map.of("consul-x", "v"), Map.of("", Map.of("k", List.of("v"))), List.of(Map.of("type", "key")),
            List.of(List.of(List.of())), Map.of("name", "web", "meta", Map.of("a b", "c"),
                    "weights", Map.of("passing", 0L), "check", Map.of("ttl", "1", "header", Map.of("k", "v")))));

    private final Loading loading = new Loading(Path.of("").toAbsolutePath());
    private final KeyTable table = new KeyTable();

    @Property(tries = 1500)
    void loadsOrFailsWithText(@ForAll("settings") List<Tuple2<String, Object>> settings) {
        Map<String, Object> tree = new LinkedHashMap<>();
        settings.forEach(s -> put(tree, s.get1(), s.get2()));
        LoadRequest request = new LoadRequest(List.of("-dev", "-hcl", JsonWriter.write(tree)), Map.of(), loading.root,
                loading.host, "host", Set.of("Redis"));
        try {
            AgentConfig config = new ConfigLoader(table).load(request).config();
            assertThat(Pids.of(config)).isNotEmpty();
            assertThat(config.toDebugMap()).isNotEmpty();
        } catch (ConfigException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
        } else {
            Object inner = tree.computeIfAbsent(path.substring(0, dot), n -> new HashMap<String, Object>());
            if (inner instanceof HashMap<?, ?>) {
                put((Map<String, Object>) inner, path.substring(dot + 1), value);
            }
        }
    }

    @Provide
    Arbitrary<List<Tuple2<String, Object>>> settings() {
        List<String> paths = new ArrayList<>();
        for (Key key : table.leaves()) {
            paths.add(key.path());
        }
        for (Key key : table.find("services").children()) {
            paths.add("service." + key.name());
        }
        for (Key key : table.find("checks").children()) {
            paths.add("check." + key.name());
        }
        paths.addAll(List.of("service.check.ttl", "check.redis", "plugins.a", "plugins.a.b", "ports", "tls", "bogus"));
        Arbitrary<Tuple2<String, Object>> one = Arbitraries.of(paths)
                .flatMap(path -> Arbitraries.of(VALUES).map(value -> Tuple.of(path, value)));
        return one.list().ofMinSize(1).ofMaxSize(3);
    }

    @Property(tries = 300)
    void anyFlagsLoadOrFailWithText(@ForAll("flags") List<String> flags) {
        try {
            new ConfigLoader(table).load(new LoadRequest(flags, Map.of(), loading.root, loading.host, "host", Set.of()));
        } catch (ConfigException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<List<String>> flags() {
        List<String> names = new ArrayList<>(List.of("-", "--", "---x", "-=", "x", "-dev", "-dev=maybe", "-hcl", "{", "="));
        table.flags().forEach(f -> names.addAll(List.of("-" + f, "-" + f + "=1", "-" + f + "=x", "--" + f + "=")));
        return Arbitraries.of(names).list().ofMaxSize(5).map(l -> {
            List<String> args = new ArrayList<>(List.of("-dev"));
            args.addAll(l);
            return args;
        });
    }
}

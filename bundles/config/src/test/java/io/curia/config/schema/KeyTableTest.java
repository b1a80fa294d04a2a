package io.curia.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.GoDuration;
import io.curia.config.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    private final KeyTable table = new KeyTable();

    @Test
    void everyKeyAcceptsAValueOfItsType() throws SyntaxException {
        Map<String, Object> raw = sample(table.root(), 0);
        List<String> warnings = new ArrayList<>();
        Map<String, Object> tree = new Decoder(table, true, Set.of(), warnings).decode(raw);
        assertThat(tree.keySet()).contains("tls", "plugins", "consensus", "services", "auto_config", "raft_logstore");
        assertThat(warnings).contains("\"audit.enabled\" is a Consul Enterprise configuration and will have no effect");
    }

    private static Map<String, Object> sample(Key block, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Key key : block.children()) {
            Object value = switch (key.type()) {
                case STRING -> "x";
                case DURATION -> "1s";
                case BOOL -> true;
                case INT, UINT, FLOAT -> 1L;
                case STRINGS -> List.of("x");
                case MAP -> Map.of("k", "v");
                case HEADERS -> Map.of("k", List.of("v"));
                case FREE -> Map.of("k", Map.of("l", 1L));
                case FREES -> List.of(Map.of("k", "v"));
                case BLOCK -> depth > 8 ? Map.of() : sample(key, depth + 1);
                case BLOCKS -> depth > 8 ? List.of() : List.of(sample(key, depth + 1));
                case BLOCK_MAP -> Map.of("name", sample(key, depth + 1));
            };
            map.put(key.name(), value);
        }
        return map;
    }

    @Test
    void tableIsConsistent() {
        Set<String> flags = new HashSet<>();
        for (Key key : table.leaves()) {
            if (key.target() != null) {
                assertThat(table.find(key.target())).as(key.path()).isNotNull();
                assertThat(table.find(key.target()).target()).as("one step: " + key.path()).isNull();
            }
            if (key.flag() != null) {
                assertThat(flags.add(key.flag())).as(key.flag()).isTrue();
            }
            if (key.type() == Key.Type.DURATION && key.defaultValue() != null) {
                assertThat(GoDuration.parse(key.defaultValue().toString())).isNotNegative();
            }
        }
        assertThat(table.leaves()).hasSizeGreaterThan(350);
        assertThat(flags).contains("node", "bind", "retry-join", "check_output_max_size", "serf-lan-bind", "ui-dir");
    }
}

package io.curia.config.source;

import io.curia.config.ConfigException;
import io.curia.config.schema.Decoder;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.OldNames;
import io.curia.config.schema.Trees;
import io.curia.config.syntax.GoJson;
import io.curia.config.syntax.Hcl;
import io.curia.config.syntax.SyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One source to a tree of known keys: parsed, checked, old names moved, single definitions put behind the lists. */
public final class SourceReader {

    private final KeyTable table;
    private final Set<String> pluginCheckKeys;
    private final List<String> warnings;

    public SourceReader(KeyTable table, Set<String> pluginCheckKeys, List<String> warnings) {
        this.table = table;
        this.pluginCheckKeys = pluginCheckKeys;
        this.warnings = warnings;
    }

    public Map<String, Object> read(Source source) throws ConfigException {
        if (source.text().isBlank()) {
            return new LinkedHashMap<>();
        }
        try {
            Map<String, Object> raw = source.json() ? GoJson.parseObject(source.text()) : Hcl.parse(source.text());
            Map<String, Object> tree = new Decoder(table, source.json(), pluginCheckKeys, warnings).decode(raw);
            OldNames.move(table, tree, warnings);
            append(tree, "service", "services");
            append(tree, "check", "checks");
            return tree;
        } catch (SyntaxException e) {
            throw new ConfigException("failed to parse " + source.name() + ": " + e.getMessage());
        }
    }

    private static void append(Map<String, Object> tree, String single, String list) {
        Object one = tree.remove(single);
        if (one != null) {
            Trees.merge(tree, Map.of(list, one));
        }
    }
}

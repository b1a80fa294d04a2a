package io.curia.config;

import io.curia.config.schema.Definitions;
import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.source.Source;
import io.curia.config.source.SourceFiles;
import io.curia.config.source.SourceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The services of a definition file, for {@code consul services register FILE}. */
public final class ServiceFiles {

    private ServiceFiles() {
    }

    /**
     * The services of a file or directory in the field names of the HTTP API.
     *
     * @param root a relative path starts here
     * @param pluginCheckKeys fields that plug-in check types claim
     */
    public static List<Map<String, Object>> services(Path root, String path, Set<String> pluginCheckKeys)
            throws ConfigException {
        KeyTable table = new KeyTable();
        Key key = table.find("services");
        List<String> warnings = new ArrayList<>();
        SourceReader reader = new SourceReader(table, pluginCheckKeys, warnings);
        List<Map<String, Object>> services = new ArrayList<>();
        for (Source source : new SourceFiles(root, "", warnings).read(List.of(path))) {
            if (reader.read(source).get("services") instanceof List<?> list) {
                for (Object service : list) {
                    services.add(Definitions.toApi(key, (Map<?, ?>) service));
                }
            }
        }
        return services;
    }
}

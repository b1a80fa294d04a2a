package io.curia.launcher;

import io.curia.cli.ConfigFiles;
import io.curia.config.ConfigException;
import io.curia.config.LoadRequest;
import io.curia.config.ServiceFiles;
import io.curia.config.Validator;
import io.curia.config.syntax.Hcl;
import io.curia.config.syntax.SyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives commands the agent's own parser; found by its name. */
public final class ConfigFilesProvider implements ConfigFiles {
    @Override
    public String validate(List<String> paths, String format) {
        return validate(paths, format, new ArrayList<>());
    }

    @Override
    public String validate(List<String> paths, String format, List<String> warnings) {
        try {
            LoadRequest request = LoadRequest.ofProcess(List.of(), "localhost").withPluginCheckKeys(PluginFields.ofProgram());
            warnings.addAll(Validator.validate(request, paths, format));
            return null;
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    @Override
    public List<Map<String, Object>> services(String path) {
        try {
            return ServiceFiles.services(Path.of(""), path, PluginFields.ofProgram());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public Map<String, Object> document(String text) {
        try {
            return Hcl.parse(text);
        } catch (SyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}

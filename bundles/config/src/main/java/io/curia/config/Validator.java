package io.curia.config;

import java.util.List;

/** {@code consul validate}: whether files make a configuration that an agent would start with. */
public final class Validator {

    private Validator() {
    }

    /**
     * @param request gives the folder, the host and the plug-in check keys; its flags do not count
     * @param paths files and directories
     * @param format "hcl", "json" or "" to go by the names
     * @return warnings, a line each
     */
    public static List<String> validate(LoadRequest request, List<String> paths, String format) throws ConfigException {
        if (paths.isEmpty()) {
            throw new ConfigException("Must specify at least one config file or directory");
        }
        return new ConfigLoader().loadFiles(request, paths, format).warnings();
    }
}

package io.curia.cli;

import java.util.List;
import java.util.Map;

/** Reads configuration files for the commands that need them; the distribution gives the agent's own parser. */
public interface ConfigFiles {

    /** The class that is looked up, by its no-argument constructor, when a command needs a parser. */
    String PROVIDER = "io.curia.launcher.ConfigFilesProvider";

    /**
     * Checks an agent's whole configuration.
     *
     * @param paths  files and directories in the order given
     * @param format {@code hcl}, {@code json}, or empty to go by each file's name
     * @return null if it is valid, else the error as the agent would report it
     */
    String validate(List<String> paths, String format);

    /**
     * As {@link #validate(List, String)}, and adds what the agent would warn about to {@code warnings}.
     *
     * @return null if it is valid, else the error
     */
    default String validate(List<String> paths, String format, List<String> warnings) {
        return validate(paths, format);
    }

    /**
     * The service definitions of one file.
     *
     * @return one map for each definition, with CamelCase or snake_case keys
     * @throws IllegalArgumentException whose message is the text to show
     */
    List<Map<String, Object>> services(String path);

    /**
     * Parses one document in HCL or JSON, such as a configuration entry.
     *
     * @throws IllegalArgumentException whose message is the text to show
     */
    default Map<String, Object> document(String text) {
        throw new IllegalArgumentException("only JSON can be read without the agent's configuration parser");
    }
}

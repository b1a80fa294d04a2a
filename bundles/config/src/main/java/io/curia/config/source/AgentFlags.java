package io.curia.config.source;

import io.curia.config.ConfigException;
import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.Trees;
import io.curia.config.syntax.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of the agent command, in Go's style: one dash or two, {@code -name=value} or {@code -name value}, booleans
 * without value; the first word that is no flag ends them. Every flag with a key is read as that key's type.
 */
public final class AgentFlags {

    private final Map<String, Object> lists = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> fragments = new ArrayList<>();
    private final List<String> positionals = new ArrayList<>();
    private String format = "";
    private boolean dev;

    private final KeyTable table;
    private final List<String> warnings;

    private AgentFlags(KeyTable table, List<String> warnings) {
        this.table = table;
        this.warnings = warnings;
    }

    public static AgentFlags parse(KeyTable table, List<String> args, List<String> warnings) throws ConfigException {
        AgentFlags flags = new AgentFlags(table, warnings);
        int at = 0;
        while (at < args.size() && isFlag(args.get(at))) {
            String arg = args.get(at++);
            if (arg.equals("--")) {
                break;
            }
            at = flags.one(arg, args, at);
        }
        flags.positionals.addAll(args.subList(at, args.size()));
        return flags.checked();
    }

    /** As if nothing but these files and directories, in this format, had been given. */
    public static AgentFlags ofFiles(KeyTable table, List<String> paths, String format) throws ConfigException {
        AgentFlags flags = new AgentFlags(table, new ArrayList<>());
        flags.paths.addAll(paths);
        flags.format = format;
        return flags.checked();
    }

    private AgentFlags checked() throws ConfigException {
        if (!format.isEmpty() && !format.equals("hcl") && !format.equals("json")) {
            throw new ConfigException("-config-format must be either 'hcl' or 'json'");
        }
        return this;
    }

    /** Values of list keys: they come before the files. */
    public Map<String, Object> lists() {
        return lists;
    }

    /** Values of all other keys: they come after the files. */
    public Map<String, Object> values() {
        return values;
    }

    /** {@code -config-file} and {@code -config-dir}, in the order given. */
    public List<String> paths() {
        return paths;
    }

    /** {@code -hcl}, in the order given. */
    public List<String> fragments() {
        return fragments;
    }

    /** What follows the flags. */
    public List<String> positionals() {
        return positionals;
    }

    /** {@code -config-format}, or "". */
    public String format() {
        return format;
    }

    public boolean dev() {
        return dev;
    }

    private static boolean isFlag(String arg) {
        return arg.length() > 1 && arg.charAt(0) == '-';
    }

    private int one(String arg, List<String> args, int next) throws ConfigException {
        int start = arg.startsWith("--") ? 2 : 1;
        int equals = arg.indexOf('=');
        String name = arg.substring(start, equals < 0 ? arg.length() : equals);
        if (name.isEmpty() || name.startsWith("-")) {
            throw new ConfigException("bad flag syntax: " + arg, true);
        }
        Key key = table.byFlag(name);
        boolean special = isSpecial(name);
        if (key == null && !special) {
            throw new ConfigException(name.equals("h") || name.equals("help")
                    ? "flag: help requested" : "flag provided but not defined: -" + name, true);
        }
        String value = equals < 0 ? null : arg.substring(equals + 1);
        if (name.equals("dev") || key != null && key.type() == Key.Type.BOOL) {
            boolean on = value == null || bool(name, value);
            if (key == null) {
                dev = on;
            } else {
                set(key, on);
            }
            return next;
        }
        int after = next;
        if (value == null) {
            if (next >= args.size()) {
                throw new ConfigException("flag needs an argument: -" + name, true);
            }
            value = args.get(after++);
        }
        if (special) {
            special(name, value);
        } else {
            set(key, typed(key, name, value));
        }
        return after;
    }

    private static boolean isSpecial(String name) {
        return switch (name) {
            case "dev", "config-file", "config-dir", "config-format", "hcl" -> true;
            default -> false;
        };
    }

    private void special(String name, String value) {
        switch (name) {
            case "hcl" -> fragments.add(value);
            case "config-format" -> format = value;
            default -> paths.add(value);
        }
    }

    private void set(Key key, Object value) {
        if (key.enterprise()) {
            warnings.add(GoText.quote(key.target() == null ? key.path() : key.target())
                    + " is a Consul Enterprise configuration and will have no effect");
            return;
        }
        Map<String, Object> one = new LinkedHashMap<>();
        Trees.put(one, key.path(), value);
        Trees.merge(key.type() == Key.Type.STRINGS ? lists : values, one);
    }

    private static Object typed(Key key, String name, String value) throws ConfigException {
        switch (key.type()) {
            case INT, UINT:
                return number(name, value);
            case FLOAT:
                try {
                    return Double.valueOf(value);
                } catch (NumberFormatException notNumber) {
                    throw invalid(value, name, "parse error");
                }
            case STRINGS:
                return List.of(value);
            case MAP: {
                int colon = value.indexOf(':');
                Map<String, Object> pair = new LinkedHashMap<>();
                pair.put(colon < 0 ? value : value.substring(0, colon), colon < 0 ? "" : value.substring(colon + 1));
                return pair;
            }
            default:
                return value;
        }
    }

    private static long number(String name, String value) throws ConfigException {
        try {
            return Long.decode(value);
        } catch (NumberFormatException notNumber) {
            throw invalid(value, name, "parse error");
        }
    }

    private static ConfigException invalid(String value, String name, String why) {
        return new ConfigException("invalid value " + GoText.quote(value) + " for flag -" + name + ": " + why, true);
    }

    private static boolean bool(String name, String value) throws ConfigException {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new ConfigException(
                    "invalid boolean value " + GoText.quote(value) + " for -" + name + ": parse error", true);
        };
    }

    /** The names of all flags, for the help text. */
    public static List<String> names(KeyTable table) {
        List<String> names = new ArrayList<>(List.of("config-dir", "config-file", "config-format", "dev", "hcl"));
        table.flags().forEach(names::add);
        names.sort(null);
        return names;
    }
}

package io.curia.launcher;

import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import java.util.List;
import java.util.TreeSet;

/** The help of the agent command. */
final class AgentHelp {
    private static final String[] OWN_FLAGS = {"config-dir", "config-file", "config-format", "dev", "hcl"};

    private AgentHelp() {
    }

    static boolean isWanted(String[] args) {
        for (String arg : args) {
            switch (arg) {
                case "-h", "-help", "--help":
                    return true;
                case "--":
                    return false;
                default:
                    break;
            }
        }
        return false;
    }

    static String text() {
        KeyTable keys = new KeyTable();
        TreeSet<String> names = new TreeSet<>(List.of(OWN_FLAGS));
        keys.flags().forEach(names::add);
        StringBuilder text = new StringBuilder("Usage: consul agent [options]\n\n  Starts the agent and runs until it is told"
            + " to end.\n\nOptions:\n");
        for (String name : names) {
            Key key = keys.byFlag(name);
            boolean on = name.equals("dev") || key != null && key.type() == Key.Type.BOOL;
            text.append("\n  -").append(name).append(on ? "" : "=<value>").append('\n');
            if (key != null) {
                text.append("     As ").append(key.path()).append(" in a configuration file.\n");
            }
        }
        return text.toString();
    }
}

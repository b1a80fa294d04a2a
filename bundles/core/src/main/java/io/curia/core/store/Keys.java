package io.curia.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How names become keys of the trees. Names of nodes, services and checks are the same in any mix of cases. */
public final class Keys {
    private Keys() { }

    /** The bytes of a text. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A name in the one case that is looked up. */
    public static String folded(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z' || c > 127) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /** The key of a name. */
    public static byte[] name(String name) {
        return bytes(folded(name));
    }

    /** The key of a pair, below that of {@link #below} of the first. */
    public static byte[] name(String first, String second) {
        return bytes(folded(first) + '\0' + folded(second));
    }

    /** The key of a triple. */
    public static byte[] name(String first, String second, String third) {
        return bytes(folded(first) + '\0' + folded(second) + '\0' + folded(third));
    }

    /** The prefix of all keys whose first part is this name. */
    public static byte[] below(String first) {
        return bytes(folded(first) + '\0');
    }

    /** The prefix of all keys whose first parts are these names. */
    public static byte[] below(String first, String second) {
        return bytes(folded(first) + '\0' + folded(second) + '\0');
    }
}

package io.curia.launcher.logging;

import ch.qos.logback.classic.Level;
import java.util.Locale;

/** Consul's names of log levels. */
final class Levels {
    private Levels() {
    }

    /** Whether {@link #of} knows the name. */
    static boolean known(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERR", "ERROR" -> true;
            default -> false;
        };
    }

    /** The level of a name in any case; a name that is none is INFO. */
    static Level of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE" -> Level.TRACE;
            case "DEBUG" -> Level.DEBUG;
            case "WARN", "WARNING" -> Level.WARN;
            case "ERR", "ERROR" -> Level.ERROR;
            default -> Level.INFO;
        };
    }
}

package io.curia.launcher.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** An event as {@code 2006-01-02T15:04:05.000Z [INFO]  agent: message: key=value}. */
final class LineFormat {
    private static final int SECONDS_A_DAY = 86_400;
    private static final int SECONDS_AN_HOUR = 3_600;
    private static final int MINUTE = 60;

    private final LoggerNames names;
    private final ZoneId zone;

    LineFormat(LoggerNames names, ZoneId zone) {
        this.names = names;
        this.zone = zone;
    }

    /** The line without its end. */
    String format(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        time(line, event.getTimeStamp());
        line.append(level(event.getLevel())).append(names.shortName(event.getLoggerName())).append(": ");
        message(line, event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        IThrowableProxy thrown = event.getThrowableProxy();
        if (pairs != null && !pairs.isEmpty() || thrown != null) {
            line.append(':');
        }
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                pair(line, pair.key, String.valueOf(pair.value));
            }
        }
        if (thrown != null) {
            pair(line, "error", error(thrown));
        }
        return line.toString();
    }

    /** The message of the exception and of what caused it. */
    static String error(IThrowableProxy thrown) {
        StringBuilder text = new StringBuilder();
        for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null
                ? cause.getClassName().substring(cause.getClassName().lastIndexOf('.') + 1) : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.length() == 0 ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }

    private static void message(StringBuilder line, String message) {
        for (int i = 0; i < message.length(); i++) {
            character(line, message.charAt(i));
        }
    }

    /** Nobody whose name or words are quoted makes a line of his own, or commands the terminal. */
    private static void character(StringBuilder line, char c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append(c);
            default -> {
                if (Character.isISOControl(c)) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    private static void pair(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=');
        if (plain(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\t' -> line.append("\\t");
                default -> character(line, c);
            }
        }
        line.append('"');
    }

    private static boolean plain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    static String level(Level level) {
        return switch (level.levelInt) {
            case Level.TRACE_INT -> " [TRACE] ";
            case Level.DEBUG_INT -> " [DEBUG] ";
            case Level.WARN_INT -> " [WARN]  ";
            case Level.ERROR_INT -> " [ERROR] ";
            default -> " [INFO]  ";
        };
    }

    /** By hand: java.time's formatters cost more than the rest of the line, and 200 classes at start. */
    void time(StringBuilder line, long millis) {
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochMilli(millis));
        long local = Math.floorDiv(millis, 1000L) + offset.getTotalSeconds();
        date(line, Math.floorDiv(local, (long) SECONDS_A_DAY));
        int second = (int) Math.floorMod(local, (long) SECONDS_A_DAY);
        line.append('T');
        two(line, second / SECONDS_AN_HOUR).append(':');
        two(line, second / MINUTE % MINUTE).append(':');
        two(line, second % MINUTE).append('.');
        int milli = (int) Math.floorMod(millis, 1000L);
        line.append((char) ('0' + milli / 100));
        two(line, milli % 100);
        if (offset.getTotalSeconds() == 0) {
            line.append('Z');
            return;
        }
        int minutes = Math.abs(offset.getTotalSeconds()) / MINUTE;
        line.append(offset.getTotalSeconds() < 0 ? '-' : '+');
        two(line, minutes / MINUTE);
        two(line, minutes % MINUTE);
    }

    /** The civil date of a day counted from 1970, in eras of 400 years that begin in March. */
    private static void date(StringBuilder line, long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int march = (5 * dayOfYear + 2) / 153;
        int month = march < 10 ? march + 3 : march - 9;
        line.append(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)).append('-');
        two(line, month).append('-');
        two(line, dayOfYear - (153 * march + 2) / 5 + 1);
    }

    private static StringBuilder two(StringBuilder line, int value) {
        return line.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}

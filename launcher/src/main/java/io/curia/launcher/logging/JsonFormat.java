package io.curia.launcher.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/** An event as a JSON object in one line, with the field names of Consul's JSON log. */
final class JsonFormat {
    private final LoggerNames names;
    private final LineFormat lines;

    JsonFormat(LoggerNames names, LineFormat lines) {
        this.names = names;
        this.lines = lines;
    }

    String format(ILoggingEvent event) {
        StringBuilder json = new StringBuilder(200);
        json.append('{');
        field(json, "@level", event.getLevel().levelStr.toLowerCase(Locale.ROOT));
        field(json, "@message", event.getFormattedMessage());
        field(json, "@module", names.shortName(event.getLoggerName()));
        StringBuilder time = new StringBuilder(32);
        lines.time(time, event.getTimeStamp());
        // six digits of a second, as the readers of this format expect them
        field(json, "@timestamp", time.insert(time.indexOf(".") + 4, "000").toString());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                field(json, pair.key, String.valueOf(pair.value));
            }
        }
        if (event.getThrowableProxy() != null) {
            field(json, "error", LineFormat.error(event.getThrowableProxy()));
        }
        return json.append('}').toString();
    }

    private static void field(StringBuilder json, String name, String value) {
        if (json.length() > 1) {
            json.append(',');
        }
        string(json, name);
        json.append(':');
        string(json, value == null ? "" : value);
    }

    private static void string(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}

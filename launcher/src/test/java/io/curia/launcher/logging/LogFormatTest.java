package io.curia.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {
    private final LineFormat lines = new LineFormat(new LoggerNames(), ZoneOffset.UTC);
    private final JsonFormat json = new JsonFormat(new LoggerNames(), lines);

    @Test
    void aLineHasTimeLevelNameAndMessage() {
        assertThat(lines.format(event("io.curia.http.Server", Level.INFO, "started", null)))
            .isEqualTo("2006-01-02T15:04:05.007Z [INFO]  agent.http: started");
        assertThat(lines.format(event("agent", Level.ERROR, "no", null)))
            .isEqualTo("2006-01-02T15:04:05.007Z [ERROR] agent: no");
    }

    @Test
    void keysAndValuesFollowTheMessage() {
        LoggingEvent event = event("agent", Level.WARN, "Caught", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("signal", "hangup"), new KeyValuePair("text", "a \"b\"")));
        assertThat(lines.format(event)).isEqualTo(
            "2006-01-02T15:04:05.007Z [WARN]  agent: Caught: signal=hangup text=\"a \\\"b\\\"\"");
    }

    @Test
    void whatStrangersSayIsOneLineWithoutCommandsForTheTerminal() {
        assertThat(lines.format(event("agent", Level.WARN, "odd name: a\n2006-01-02 [ERROR]\r\u001b[31m \u00e9\t.", null)))
            .isEqualTo("2006-01-02T15:04:05.007Z [WARN]  agent: odd name: a\\n2006-01-02 [ERROR]\\r\\u001b[31m \u00e9\t.");
        LoggingEvent event = event("agent", Level.WARN, "Caught", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("text", "a\n\u001b b")));
        assertThat(lines.format(event)).endsWith("Caught: text=\"a\\n\\u001b b\"");
    }

    @Test
    void anExceptionIsAnErrorInTheSameLine() {
        IOException cause = new IOException("outer", new IllegalStateException("inner"));
        assertThat(lines.format(event("agent", Level.ERROR, "failed", cause)))
            .endsWith(": failed: error=\"outer: inner\"");
    }

    @Test
    void jsonHasTheFieldsThatReadersKnow() {
        LoggingEvent event = event("agent", Level.INFO, "line\nbreak\u0001", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("code", 0)));
        assertThat(json.format(event)).isEqualTo("{\"@level\":\"info\",\"@message\":\"line\\nbreak\\u0001\","
            + "\"@module\":\"agent\",\"@timestamp\":\"2006-01-02T15:04:05.007000Z\",\"code\":\"0\"}");
    }

    @Property(tries = 500)
    void timesAreThoseOfTheCalendar(@ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long millis) {
        ZoneId zone = ZoneId.of("America/New_York");
        StringBuilder text = new StringBuilder();
        new LineFormat(new LoggerNames(), zone).time(text, millis);
        assertThat(text).hasToString(
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").format(Instant.ofEpochMilli(millis).atZone(zone)));
    }

    private static LoggingEvent event(String logger, Level level, String message, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent("x", context.getLogger(logger), level, message, thrown, null);
        event.setInstant(Instant.parse("2006-01-02T15:04:05.007Z"));
        return event;
    }
}

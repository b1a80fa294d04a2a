package io.curia.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final LoggerContext context = new LoggerContext();
    private final List<Level> levels = new ArrayList<>();
    private IThrowableProxy thrown;
    private Repeats repeats;

    @BeforeEach
    void attach() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        AppenderBase<ILoggingEvent> console = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                levels.add(event.getLevel());
                thrown = event.getThrowableProxy();
            }
        };
        console.start();
        root.addAppender(console);
        repeats = new Repeats(root);
        repeats.start();
    }

    private Level said(long millis, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(Level.WARN);
        event.setLoggerName("library");
        event.setThreadName("main");
        event.setInstant(Instant.ofEpochMilli(millis));
        event.setMessage(message);
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException(message)));
        repeats.doAppend(event);
        assertThat(thrown.getMessage()).as("a detail has its cause too").isEqualTo(message);
        return levels.get(levels.size() - 1);
    }

    @Test
    void saysTheSameOnceAMinute() {
        assertThat(said(0, "term 1")).isEqualTo(Level.WARN);
        assertThat(said(59_999, "term 2")).isEqualTo(Level.DEBUG);
        assertThat(said(60_000, "term 3")).isEqualTo(Level.WARN);
        assertThat(said(60_001, "term 3")).isEqualTo(Level.DEBUG);
        assertThat(said(119_999, "term 3")).isEqualTo(Level.DEBUG);
        assertThat(said(120_000, "term 3")).isEqualTo(Level.WARN);
    }

    @Test
    void saysWhatIsNewsOfAnotherServer() {
        assertThat(said(0, "10.0.0.1:8300 refuses")).isEqualTo(Level.WARN);
        assertThat(said(0, "10.0.0.2:8300 refuses")).isEqualTo(Level.WARN);
        assertThat(said(0, "[fd00::1]:8300 refuses")).isEqualTo(Level.WARN);
        assertThat(said(0, "[fd00::2]:8300 refuses")).isEqualTo(Level.WARN);
        assertThat(said(0, "31adab17-06f1-4d32-9d6e-50868349968d refuses")).isEqualTo(Level.WARN);
        assertThat(said(0, "31adab17-06f1-4d32-9d6e-50868349968e refuses")).isEqualTo(Level.WARN);
        assertThat(said(1, "10.0.0.1:8300 refuses")).isEqualTo(Level.DEBUG);
    }

    @Test
    void isNotSilentForLongWhenTheClockIsSetBack() {
        assertThat(said(1_000_000, "trouble")).isEqualTo(Level.WARN);
        assertThat(said(900_000, "trouble")).isEqualTo(Level.WARN);
    }

    /** Of many kinds the oldest is forgotten, and so new. */
    @Test
    void remembersAThousandKinds() {
        for (char a = 'a'; a <= 'z'; a++) {
            for (char b = 'a'; b <= 'z'; b++) {
                said(0, "x" + a + b);
                said(0, "y" + a + b);
            }
        }
        assertThat(levels).hasSize(26 * 26 * 2).containsOnly(Level.WARN);
        assertThat(said(1, "yzz")).isEqualTo(Level.DEBUG);
        assertThat(said(1, "xaa")).isEqualTo(Level.WARN);
    }
}

package io.curia.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class warns of, from now until this is closed; it is shown nowhere else. Any thread. */
public final class LogLines implements AutoCloseable {
    private final Logger log;
    private final Level before;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    /** Listens to the logger of a class. */
    public LogLines(Class<?> of) {
        log = (Logger) LoggerFactory.getLogger(of);
        before = log.getLevel();
        appender.start();
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        log.addAppender(appender);
    }

    /** In their order. */
    public List<String> all() {
        return List.copyOf(lines);
    }

    /** What follows the text in those lines that have it. */
    public List<String> after(String text) {
        return lines.stream().filter(line -> line.contains(text)).map(line -> line.split(text, 2)[1]).toList();
    }

    @Override
    public void close() {
        log.detachAppender(appender);
        log.setAdditive(true);
        log.setLevel(before);
    }
}

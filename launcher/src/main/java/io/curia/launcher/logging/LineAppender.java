package io.curia.launcher.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Events from a level on as lines to a sink; the base's lock keeps lines whole. */
final class LineAppender extends AppenderBase<ILoggingEvent> {
    /** Where the bytes of a line go. */
    interface Sink {
        void write(byte[] line) throws IOException;
    }

    private final Function<ILoggingEvent, String> format;
    private final Sink sink;
    private volatile int level;

    LineAppender(String name, Function<ILoggingEvent, String> format, Sink sink) {
        setName(name);
        this.format = format;
        this.sink = sink;
    }

    void level(int lowest) {
        level = lowest;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().levelInt < level) {
            return;
        }
        try {
            sink.write((format.apply(event) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // logback keeps it as a status: a log that cannot be written must not fail what logs
            addError("the log cannot be written to " + getName(), e);
        }
    }
}

package io.curia.launcher.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a library warns of again and again, as of each message to a server that is down: said once, and once a minute as long as it
 * lasts; what is in between becomes a detail, for those who look at the level DEBUG. The same is what differs in numbers
 * alone, unless they are an address or an id: those of another server are other news.
 */
final class Repeats extends AppenderBase<ILoggingEvent> {
    private static final long PAUSE_MILLIS = 60_000;
    /** How many different lines are remembered; of more, the one that was said longest ago counts as new. */
    private static final int KINDS = 1_000;
    private static final Pattern NUMBERS = Pattern.compile(
            "(\\d+(?:\\.\\d+){3}(?::\\d+)?|\\[[\\p{XDigit}:%]+]:\\d+|\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})|\\d+(?:\\.\\d+)?");

    private final Logger root;
    private final Map<String, Long> said = new LinkedHashMap<>();

    /** @param root whose appenders get the lines */
    Repeats(Logger root) {
        setName("repeats");
        this.root = root;
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean again = event.getLevel().isGreaterOrEqual(Level.WARN) && isAgain(event);
        root.callAppenders(again ? detail(event) : event);
    }

    private boolean isAgain(ILoggingEvent event) {
        String kind = event.getLoggerName() + ' ' + NUMBERS.matcher(event.getFormattedMessage())
                .replaceAll(number -> number.group(1) == null ? "#" : "$1");
        Long before = said.get(kind);
        // also when the clock was set back
        if (before != null && Math.abs(event.getTimeStamp() - before) < PAUSE_MILLIS) {
            return true;
        }
        said.remove(kind);
        said.put(kind, event.getTimeStamp());
        if (said.size() > KINDS) {
            said.remove(said.keySet().iterator().next());
        }
        return false;
    }

    private static ILoggingEvent detail(ILoggingEvent event) {
        LoggingEvent detail = new LoggingEvent();
        detail.setLevel(Level.DEBUG);
        detail.setLoggerName(event.getLoggerName());
        detail.setThreadName(event.getThreadName());
        detail.setInstant(event.getInstant());
        detail.setMessage(event.getFormattedMessage());
        if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            detail.setThrowableProxy(thrown);
        }
        return detail;
    }
}

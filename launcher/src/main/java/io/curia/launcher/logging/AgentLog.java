package io.curia.launcher.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.curia.api.agent.LogStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Sets up the log of the process, and changes its level while it runs. */
public final class AgentLog implements AutoCloseable {
    /** Libraries that report each connection at INFO. */
    private static final String[] QUIET = {"org.eclipse.jetty", "org.apache.ratis", "org.apache.felix", "org.xbill", "io.netty"};

    /** Libraries that warn of each message to a server that is down. */
    private static final String[] REPEATING = {"org.apache.ratis", "io.atomix"};

    private final LoggerContext context;
    private final LogHub hub;
    private final LineAppender console;
    private final LineAppender file;
    private final RotatingFile rotating;
    private volatile Level level;

    /** {@code out} gets every line from the level of the settings on. */
    public AgentLog(LogSettings settings, OutputStream out, Clock clock) throws IOException {
        context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LoggerNames names = new LoggerNames();
        LineFormat lines = new LineFormat(names, ZoneId.systemDefault());
        JsonFormat json = new JsonFormat(names, lines);
        hub = new LogHub(lines, json, this::applyLevels);
        Function<ILoggingEvent, String> format = settings.json() ? json::format : lines::format;
        console = new LineAppender("console", format, line -> {
            out.write(line);
            out.flush();
        });
        rotating = settings.file() == null ? null : new RotatingFile(settings, clock, System::nanoTime);
        file = rotating == null ? null : new LineAppender("log_file", format, rotating);
        attach();
        level(settings.level());
    }

    private void attach() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        hub.setName("followers");
        for (var appender : file == null ? new ch.qos.logback.core.Appender<?>[] {console, hub}
                : new ch.qos.logback.core.Appender<?>[] {console, file, hub}) {
            appender.setContext(context);
            appender.start();
            @SuppressWarnings("unchecked")
            var typed = (ch.qos.logback.core.Appender<ILoggingEvent>) appender;
            root.addAppender(typed);
        }
        Repeats repeats = new Repeats(root);
        repeats.setContext(context);
        repeats.start();
        for (String library : REPEATING) {
            context.getLogger(library).setAdditive(false);
            context.getLogger(library).addAppender(repeats);
        }
    }

    /** Changes the level of console and file; false, and nothing changes, for a name that is no level. */
    public boolean level(String name) {
        if (!Levels.known(name)) {
            return false;
        }
        level = Levels.of(name);
        console.level(level.levelInt);
        if (file != null) {
            file.level(level.levelInt);
        }
        applyLevels();
        return true;
    }

    /** Loggers let through what console, file or a follower wants; libraries are held at WARN unless all is traced. */
    private void applyLevels() {
        int lowest = Math.min(level.levelInt, hub.lowest());
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(lowest));
        Level libraries = lowest <= Level.TRACE_INT ? Level.DEBUG : Level.WARN;
        for (String library : QUIET) {
            context.getLogger(library).setLevel(libraries);
        }
    }

    /** The log for those who follow it. */
    public LogStream stream() {
        return hub;
    }

    /** Flushes and ends the log; what is logged afterwards is lost. */
    @Override
    public void close() throws IOException {
        context.stop();
        if (rotating != null) {
            rotating.close();
        }
    }
}

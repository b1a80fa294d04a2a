package io.curia.launcher.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.curia.api.agent.LogStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands events to those who follow the log; keeps none. A follower brings its own bounded queue. */
final class LogHub extends AppenderBase<ILoggingEvent> implements LogStream {
    private final LineFormat lines;
    private final JsonFormat json;
    private final Runnable onChange;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    private record Follower(int level, boolean json, Consumer<String> sink) { }

    /** {@code onChange} is run when the lowest level that is followed may have changed. */
    LogHub(LineFormat lines, JsonFormat json, Runnable onChange) {
        this.lines = lines;
        this.json = json;
        this.onChange = onChange;
    }

    @Override
    public AutoCloseable follow(String level, boolean asJson, Consumer<String> sink) {
        Follower follower = new Follower(Levels.of(level).levelInt, asJson, sink);
        followers.add(follower);
        onChange.run();
        return () -> {
            // by identity: two followers may be equal
            followers.removeIf(f -> f == follower);
            onChange.run();
        };
    }

    /** The lowest level that someone follows. */
    int lowest() {
        int lowest = Level.OFF_INT;
        for (Follower follower : followers) {
            lowest = Math.min(lowest, follower.level);
        }
        return lowest;
    }

    /** On the logging thread. */
    @Override
    protected void append(ILoggingEvent event) {
        for (Follower follower : followers) {
            if (event.getLevel().levelInt >= follower.level) {
                follower.sink.accept(follower.json ? json.format(event) : lines.format(event));
            }
        }
    }
}

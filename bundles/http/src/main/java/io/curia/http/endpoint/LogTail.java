package io.curia.http.endpoint;

import io.curia.api.agent.LogStream;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to one client, line by line. Lines come on any thread and are queued; one write is under way at a time,
 * begun on a worker. States: open, ended; ends when a write fails or the connection does.
 */
final class LogTail implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    /** Lines kept for a slow client; the oldest are dropped, and a line says how many. */
    private static final int MOST_LINES = 512;

    private final Call call;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private Response response;
    private AutoCloseable source;
    private int dropped;
    private boolean writing = true;
    private boolean ended;

    LogTail(Call call) {
        this.call = call;
    }

    /** Begins: the headers are sent at once. */
    void follow(LogStream logs, String level, boolean json) {
        response = call.stream(200, Headers.TEXT);
        call.request().addFailureListener(this::failed);
        AutoCloseable handle = logs.follow(level, json, this::add);
        boolean over;
        synchronized (this) {
            source = handle;
            over = ended;
        }
        if (over) {
            close(handle);
        } else {
            response.write(false, null, this);
        }
    }

    private void add(String line) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (lines.size() == MOST_LINES) {
                lines.removeFirst();
                dropped++;
            }
            lines.addLast(line);
            if (writing) {
                return;
            }
            writing = true;
        }
        call.offload(this::write);
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            if (dropped > 0) {
                text.append("[WARN] monitor: dropped ").append(dropped).append(" lines for this slow client\n");
                dropped = 0;
            }
            for (String line = lines.pollFirst(); line != null; line = lines.pollFirst()) {
                text.append(line).append('\n');
            }
        }
        response.write(false, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), this);
    }

    @Override
    public void succeeded() {
        synchronized (this) {
            writing = !lines.isEmpty();
            if (!writing || ended) {
                return;
            }
        }
        call.offload(this::write);
    }

    @Override
    public void failed(Throwable failure) {
        AutoCloseable handle;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            lines.clear();
            handle = source;
        }
        close(handle);
        call.callback().failed(failure);
    }

    private static void close(AutoCloseable handle) {
        try {
            if (handle != null) {
                handle.close();
            }
        } catch (Exception e) {
            LOG.warn("Failed to end a log stream: {}", e.getMessage());
        }
    }
}

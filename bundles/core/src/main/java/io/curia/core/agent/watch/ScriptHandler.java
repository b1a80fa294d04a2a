package io.curia.core.agent.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program with what a watch has found on its standard input. Blocks until it ends; {@link #close} ends it. */
final class ScriptHandler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptHandler.class);
    private static final int MOST_OUTPUT = 4096;
    private Process running;
    private boolean closed;

    void call(WatchSpec watch, long index, byte[] json) throws IOException, InterruptedException {
        List<String> command = watch.args().isEmpty() ? List.of("/bin/sh", "-c", watch.command()) : watch.args();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CONSUL_INDEX", Long.toUnsignedString(index));
        Process process;
        synchronized (this) {
            if (closed) {
                return;
            }
            process = builder.start();
            running = process;
        }
        try {
            feed(process, json);
            String output = drain(process);
            int code = process.waitFor();
            if (code != 0) {
                LOG.error("Failed to run watch handler: handler={} error=\"exit status {}\"", command, code);
            }
            LOG.debug("watch handler output: handler={} output={}", command, output);
        } finally {
            process.destroyForcibly();
            synchronized (this) {
                running = null;
            }
        }
    }

    /** On a thread of its own process's pace: the program may write before it has read everything. */
    private static void feed(Process process, byte[] json) {
        Thread feeder = new Thread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(json);
            } catch (IOException e) {
                LOG.debug("a watch handler did not read all of its input: {}", e.getMessage());
            }
        }, "watch-input");
        feeder.setDaemon(true);
        feeder.start();
    }

    private static String drain(Process process) throws IOException {
        try (InputStream out = process.getInputStream()) {
            byte[] kept = out.readNBytes(MOST_OUTPUT);
            out.transferTo(OutputStream.nullOutputStream());
            return new String(kept, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}

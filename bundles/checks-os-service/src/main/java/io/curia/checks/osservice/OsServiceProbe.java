package io.curia.checks.osservice;

import io.curia.api.check.CheckContext;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks {@code systemctl is-active} each time; it answers with a word, and with 0 if the service is active. */
final class OsServiceProbe implements Probe {
    private static final int MAX_ANSWER = 1024;

    private final CheckContext context;
    private final String manager;
    private final String service;
    private final Duration timeout;
    private Process current;

    OsServiceProbe(CheckContext context, String manager, String service, Duration timeout) {
        this.context = context;
        this.manager = manager;
        this.service = service;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        context.blocking().execute(() -> {
            try {
                result.complete(ask());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private ProbeResult ask() {
        Process process;
        try {
            process = new ProcessBuilder(manager, "is-active", "--", service).redirectErrorStream(true)
                    .redirectInput(new File("/dev/null")).start();
        } catch (IOException e) {
            return ProbeResult.critical("OS service checks need systemd: " + e.getMessage());
        }
        setCurrent(process);
        try {
            return ask(process);
        } finally {
            process.destroyForcibly();
            setCurrent(null);
        }
    }

    private ProbeResult ask(Process process) {
        try {
            // its one word fits into the pipe, so it can end before anybody has read it
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return ProbeResult.critical("Timed out asking for the state of service \"" + service + "\"");
            }
            String state = new String(process.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? ProbeResult.passing("Service \"" + service + "\" is running")
                    : ProbeResult.critical("Service \"" + service + "\" is not running: " + state);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProbeResult.critical("interrupted");
        } catch (IOException e) {
            return ProbeResult.critical("cannot read the state of service \"" + service + "\": " + e.getMessage());
        }
    }

    private synchronized void setCurrent(Process process) {
        current = process;
    }

    @Override
    public synchronized void cancel() {
        if (current != null) {
            current.destroyForcibly();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}

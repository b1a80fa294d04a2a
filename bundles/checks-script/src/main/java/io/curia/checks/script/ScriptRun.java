package io.curia.checks.script;

import io.curia.api.check.CapturedOutput;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.ProbeResult;
import io.curia.api.model.GoDuration;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program, from its start until it has ended and its output is read. What it leaves running is not waited
 * for; if that holds on to the output, it is ended a moment later, so that no reader is left behind. {@link #kill} may be called from any thread, before, during and after.
 */
final class ScriptRun {
    private static final long LINGER_MILLIS = 500;

    private final List<String> arguments;
    private final Duration timeout;
    private final CapturedOutput output;
    private final ScheduledExecutorService timers;
    private Process process;
    private boolean killed;
    private boolean timedOut;
    private boolean over;

    ScriptRun(List<String> arguments, Duration timeout, int outputSize, ScheduledExecutorService timers) {
        this.arguments = arguments;
        this.timeout = timeout;
        this.output = new CapturedOutput(outputSize);
        this.timers = timers;
    }

    /** Starts it and waits for its end. */
    ProbeResult toEnd() {
        try {
            if (!start()) {
                return ProbeResult.critical("cancelled");
            }
        } catch (IOException e) {
            return ProbeResult.critical(e.getMessage());
        }
        process.onExit().thenRun(() -> timers.schedule(this::kill, LINGER_MILLIS, TimeUnit.MILLISECONDS));
        ScheduledFuture<?> timer = timers.schedule(this::timeOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            readOutput();
            return result(process.waitFor());
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            return ProbeResult.critical("interrupted");
        } finally {
            timer.cancel(false);
        }
    }

    private synchronized boolean start() throws IOException {
        if (killed) {
            return false;
        }
        process = new ProcessBuilder(Program.command(arguments)).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).start();
        return true;
    }

    private void readOutput() {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                output.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // the platform closes the pipe when the program has ended: what was read until then is the output
            return;
        }
    }

    private synchronized ProbeResult result(int exit) {
        over = true;
        String text = output.textWithNote();
        if (timedOut) {
            String message = "Timed out (" + GoDuration.format(timeout.toNanos()) + ") running check";
            return new ProbeResult(CheckStatus.CRITICAL, text.isEmpty() ? message : message + "\n\n" + text, true);
        }
        return switch (exit) {
            case 0 -> ProbeResult.passing(text);
            case 1 -> ProbeResult.warning(text);
            default -> ProbeResult.critical(text);
        };
    }

    private void timeOut() {
        synchronized (this) {
            timedOut = !over;
        }
        kill();
    }

    /** Ends the program and everything in its process group. */
    synchronized void kill() {
        if (killed || over) {
            return;
        }
        killed = true;
        if (process == null) {
            return;
        }
        killGroup(process.pid());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // not by the process itself, which would close the pipe under the reader
        process.toHandle().destroyForcibly();
    }

    /** What a program leaves behind is in its group, but no more among its descendants. */
    private static void killGroup(long group) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -KILL -$0", Long.toString(group))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(new File("/dev/null")).start();
        } catch (IOException e) {
            // without a shell there is still the list of descendants, which the caller ends
            return;
        }
    }
}

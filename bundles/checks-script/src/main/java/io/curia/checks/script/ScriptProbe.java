package io.curia.checks.script;

import io.curia.api.check.CheckContext;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One check: starts its program anew for each run. */
final class ScriptProbe implements Probe {
    private final CheckContext context;
    private final List<String> command;
    private final Duration timeout;
    private final int outputSize;
    private volatile ScriptRun current;

    ScriptProbe(CheckContext context, List<String> command, Duration timeout, int outputSize) {
        this.context = context;
        this.command = command;
        this.timeout = timeout;
        this.outputSize = outputSize;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        ScriptRun run = new ScriptRun(command, timeout, outputSize, context.timers());
        current = run;
        context.blocking().execute(() -> {
            try {
                result.complete(run.toEnd());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public void cancel() {
        ScriptRun run = current;
        if (run != null) {
            run.kill();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}

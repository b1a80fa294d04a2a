package io.curia.checks.docker;

import io.curia.api.check.CheckContext;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One check: runs its program in the container each time. */
final class DockerProbe implements Probe {
    private final CheckContext context;
    private final DockerAddress address;
    private final String container;
    private final List<String> command;
    private final Duration timeout;
    private final int outputSize;
    private volatile DockerExec current;

    DockerProbe(CheckContext context, DockerAddress address, String container, List<String> command, Duration timeout,
            int outputSize) {
        this.context = context;
        this.address = address;
        this.container = container;
        this.command = command;
        this.timeout = timeout;
        this.outputSize = outputSize;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        DockerExec exec = new DockerExec(address, container, command, outputSize);
        current = exec;
        context.blocking().execute(() -> {
            try {
                result.complete(exec.run(timeout, context.timers()));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public void cancel() {
        DockerExec exec = current;
        if (exec != null) {
            exec.cancel();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}

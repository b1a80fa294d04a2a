package io.curia.checks.alias;

import io.curia.api.check.CheckContext;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeServices;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.ReadOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Follows the checks of another node by a blocking query that is asked again as soon as it is answered; each answer
 * becomes a verdict and triggers a probe, which only hands it over. After three failures in a row it asks more rarely,
 * down to once a minute.
 */
final class RemoteAlias implements Probe {
    private static final long WAIT_MILLIS = 60_000;
    private static final int FREE_FAILURES = 3;
    private static final long FIRST_DELAY_MILLIS = 1_000;
    private static final long LAST_DELAY_MILLIS = 60_000;

    private final Dispatcher dispatcher;
    private final CheckContext context;
    private final String ownID;
    private final String node;
    private final String serviceID;
    private final CompletableFuture<ProbeResult> first = new CompletableFuture<>();
    private long index;
    private int failures;
    private boolean closed;
    private CompletableFuture<?> pending;
    private ScheduledFuture<?> retry;
    private ProbeResult latest;

    RemoteAlias(Dispatcher dispatcher, CheckContext context, String ownID, String node, String serviceID) {
        this.dispatcher = dispatcher;
        this.context = context;
        this.ownID = ownID;
        this.node = node;
        this.serviceID = serviceID;
    }

    @Override
    public synchronized CompletionStage<ProbeResult> run() {
        return latest == null ? first.copy() : CompletableFuture.completedFuture(latest);
    }

    /** Asks for the checks, then, if it matters, whether the service is there. */
    synchronized void watch() {
        if (closed) {
            return;
        }
        CompletableFuture<Answer<List<HealthCheck>>> checks = dispatcher.read(HealthOperations.NODE_CHECKS,
                new HealthOperations.NodeRequest(node), ReadOptions.STALE.waitingFor(index, WAIT_MILLIS));
        pending = checks;
        checks.thenCompose(this::judge)
                // not on the thread that found the answer, and never deeper than one call
                .whenCompleteAsync(this::judged, context.blocking());
    }

    private record Judged(ProbeResult result, long index) { }

    private CompletableFuture<Judged> judge(Answer<List<HealthCheck>> checks) {
        Verdict verdict = new Verdict(serviceID);
        boolean serviceSeen = serviceID.isEmpty();
        for (HealthCheck check : checks.value()) {
            serviceSeen |= check.serviceID().equals(serviceID);
            if (!(check.checkID().equals(ownID) && check.node().equalsIgnoreCase(context.nodeName()))) {
                verdict.add(check);
            }
        }
        if (serviceSeen) {
            return CompletableFuture.completedFuture(new Judged(verdict.result(), checks.index()));
        }
        return dispatcher.read(CatalogOperations.NODE_SERVICES, new CatalogOperations.NodeRequest(node), ReadOptions.STALE)
                .thenApply(services -> new Judged(hasService(services.value()) ? verdict.result()
                        : Verdict.missing(serviceID, node), checks.index()));
    }

    private boolean hasService(NodeServices services) {
        return services != null && services.services() != null && services.services().containsKey(serviceID);
    }

    private synchronized void judged(Judged judged, Throwable failure) {
        if (closed) {
            return;
        }
        if (failure == null) {
            failures = 0;
            // an index that goes back means another history: begin anew
            index = judged.index() < index ? 0 : judged.index();
            publish(judged.result());
            watch();
            return;
        }
        failures++;
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        publish(ProbeResult.critical("Failure checking aliased node or service: " + cause.getMessage()));
        long delay = failures <= FREE_FAILURES ? FIRST_DELAY_MILLIS
                : Math.min(LAST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(10, failures - FREE_FAILURES));
        retry = context.timers().schedule(this::watch, delay, TimeUnit.MILLISECONDS);
    }

    private void publish(ProbeResult result) {
        if (!result.equals(latest)) {
            latest = result;
            first.complete(result);
            context.trigger();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pending != null) {
            pending.cancel(false);
        }
        if (retry != null) {
            retry.cancel(false);
        }
        first.cancel(false);
    }
}

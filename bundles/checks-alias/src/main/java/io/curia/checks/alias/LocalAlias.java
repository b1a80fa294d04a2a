package io.curia.checks.alias;

import io.curia.api.agent.LocalServices;
import io.curia.api.check.CheckContext;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.model.HealthCheck;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Follows a service of this agent, at once. */
final class LocalAlias implements Probe {
    private final LocalServices local;
    private final CheckContext context;
    private final String ownID;
    private final String serviceID;
    private final AutoCloseable subscription;
    private volatile ProbeResult last;

    LocalAlias(LocalServices local, CheckContext context, String ownID, String serviceID) {
        this.local = local;
        this.context = context;
        this.ownID = ownID;
        this.serviceID = serviceID;
        this.subscription = local.onChange(this::changed);
    }

    /** Our own result is a change too: only what changes the verdict is worth a probe. */
    private void changed() {
        if (!judge().equals(last)) {
            context.trigger();
        }
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        ProbeResult result = judge();
        last = result;
        return CompletableFuture.completedFuture(result);
    }

    private ProbeResult judge() {
        if (!serviceID.isEmpty() && !local.services().containsKey(serviceID)) {
            return Verdict.missing(serviceID, context.nodeName());
        }
        Verdict verdict = new Verdict(serviceID);
        for (Map.Entry<String, HealthCheck> check : new TreeMap<>(local.checks()).entrySet()) {
            if (!check.getKey().equals(ownID)) {
                verdict.add(check.getValue());
            }
        }
        return verdict.result();
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot end the subscription", e);
        }
    }
}

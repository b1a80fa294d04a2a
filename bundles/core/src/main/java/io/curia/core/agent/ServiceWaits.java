package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Who waits for a service of the agent to change. Entries live at most as long as their wait, so that their number is
 * bounded by that of the requests under way. Any thread.
 */
final class ServiceWaits {
    private static final long DEFAULT_WAIT_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private final Function<String, AgentService> services;
    private final ScheduledExecutorService timers;
    private final Map<String, List<Waiter>> waiters = new HashMap<>();

    private record Waiter(String id, String hash, CompletableFuture<AgentService> answer) { }

    ServiceWaits(Function<String, AgentService> services, ScheduledExecutorService timers) {
        this.services = services;
        this.timers = timers;
    }

    CompletableFuture<AgentService> await(String id, String hash, long waitMillis) {
        CompletableFuture<AgentService> answer = new CompletableFuture<>();
        Waiter waiter = new Waiter(id, hash, answer);
        synchronized (waiters) {
            waiters.computeIfAbsent(id, key -> new ArrayList<>()).add(waiter);
        }
        if (!finish(waiter)) {
            Future<?> timer = timers.schedule(() -> answer.complete(services.apply(id)),
                    waitMillis > 0 ? waitMillis : DEFAULT_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            answer.whenComplete((service, failure) -> {
                timer.cancel(false);
                forget(waiter);
            });
        }
        return answer;
    }

    private boolean finish(Waiter waiter) {
        AgentService present = services.apply(waiter.id);
        if (present != null && present.contentHash().equals(waiter.hash)) {
            return false;
        }
        forget(waiter);
        waiter.answer.complete(present);
        return true;
    }

    private void forget(Waiter waiter) {
        synchronized (waiters) {
            waiters.computeIfPresent(waiter.id, (id, list) -> {
                list.remove(waiter);
                return list.isEmpty() ? null : list;
            });
        }
    }

    /** Something may have changed. */
    void changed() {
        List<Waiter> all = new ArrayList<>();
        synchronized (waiters) {
            waiters.values().forEach(all::addAll);
        }
        all.forEach(this::finish);
    }
}

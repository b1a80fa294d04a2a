package io.curia.consensus.support;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One round for all who ask: a single one is under way, and who asks meanwhile waits for the next, so that a round has always
 * begun after the question. Thread-safe; the action must not block.
 */
public final class SharedRounds {
    private final Supplier<CompletableFuture<Long>> action;
    private CompletableFuture<Long> running;
    private CompletableFuture<Long> next;

    public SharedRounds(Supplier<CompletableFuture<Long>> action) {
        this.action = action;
    }

    public CompletableFuture<Long> join() {
        CompletableFuture<Long> mine;
        synchronized (this) {
            if (running != null) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        begin(mine);
        return mine;
    }

    private void begin(CompletableFuture<Long> mine) {
        CompletableFuture<Long> round;
        try {
            round = action.get();
        } catch (RuntimeException e) {
            // or nobody would ever ask again
            round = CompletableFuture.failedFuture(e);
        }
        round.whenComplete((index, failure) -> end(mine, index, failure));
    }

    private void end(CompletableFuture<Long> mine, Long index, Throwable failure) {
        CompletableFuture<Long> following;
        synchronized (this) {
            following = next;
            next = null;
            running = following;
        }
        if (following != null) {
            begin(following);
        }
        if (failure == null) {
            mine.complete(index);
        } else {
            mine.completeExceptionally(failure);
        }
    }
}

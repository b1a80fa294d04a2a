package io.curia.core.dispatch;

import io.curia.api.op.WriteOperation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a write does, on the leader or anywhere.
 *
 * @param errorPrefix put before what the state machine says when it refuses
 * @param anywhere whether any server does it
 */
public record WriteHandler<Q, R>(WriteOperation<Q, R> operation, Preparation<Q, R> preparation, String errorPrefix,
        boolean anywhere) {
    /** Validates a request and makes a command of it. */
    @FunctionalInterface
    public interface Preparation<Q, R> {
        /** @throws io.curia.api.op.CuriaException when the request is refused */
        Prepared<R> prepare(Q request);
    }

    /** A command for the log and what to make of its result; or, without a command, the answer itself, now or later. */
    public record Prepared<R>(byte[] command, Function<Object, R> result, R answer, CompletableFuture<R> later) {
        /** Goes into the log; the state machine's result is the answer. */
        @SuppressWarnings("unchecked")
        public static <R> Prepared<R> command(byte[] command) {
            return new Prepared<>(command, result -> (R) result, null, null);
        }

        /** Goes into the log. */
        public static <R> Prepared<R> command(byte[] command, Function<Object, R> result) {
            return new Prepared<>(command, result, null, null);
        }

        /** Needs no entry in the log. */
        public static <R> Prepared<R> answer(R answer) {
            return new Prepared<>(null, null, answer, null);
        }

        /** Is under way; ends exceptionally with a CuriaException only. */
        public static <R> Prepared<R> later(CompletableFuture<R> answer) {
            return new Prepared<>(null, null, null, answer);
        }
    }
}

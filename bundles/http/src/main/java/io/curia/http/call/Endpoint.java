package io.curia.http.call;

/**
 * Answers requests. Called on a thread that reads from connections, unless its route says that it blocks; it may throw a
 * {@link io.curia.api.op.CuriaException} in place of an answer.
 */
@FunctionalInterface
public interface Endpoint {
    /** Answers, now or later. */
    void handle(Call call);
}

package io.curia.api.op;

import java.lang.reflect.Type;

/** An operation that changes the store: it becomes a command in the consensus log. */
public record WriteOperation<Q, R>(String name, Class<Q> request, Type answer) implements Operation<Q, R> {
    /** A write that answers with a plain class or record. */
    public static <Q, R> WriteOperation<Q, R> of(String name, Class<Q> request, Class<R> answer) {
        return new WriteOperation<>(name, request, answer);
    }
}

package io.curia.api.op;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** An operation that changes nothing: it is evaluated on one point-in-time view of the store. */
public record ReadOperation<Q, R>(String name, Class<Q> request, Type answer) implements Operation<Q, R> {
    /** Captures the answer's type arguments. */
    public abstract static class Of<R> {
        Type type() {
            return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
        }
    }

    /** A read whose answer is a plain class or record. */
    public static <Q, R> ReadOperation<Q, R> of(String name, Class<Q> request, Class<R> answer) {
        return new ReadOperation<>(name, request, answer);
    }

    /** A read whose answer has type arguments: {@code of(name, request, new Of<List<Node>>() { })}. */
    public static <Q, R> ReadOperation<Q, R> of(String name, Class<Q> request, Of<R> answer) {
        return new ReadOperation<>(name, request, answer.type());
    }
}

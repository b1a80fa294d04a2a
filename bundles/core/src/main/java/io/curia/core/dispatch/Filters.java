package io.curia.core.dispatch;

import java.util.function.Predicate;

/** Compiles filter expressions. */
@FunctionalInterface
public interface Filters {
    /**
     * The test that an expression describes.
     *
     * @throws io.curia.api.op.CuriaException when the expression is not valid for the type
     */
    Predicate<Object> compile(String expression, Class<?> elementType);
}

package io.curia.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filter expression bound to an element type: an immutable tree of predicates over compiled accessors.
 *
 * <p>Selectors are checked and values converted when it is compiled; matching does no look-ups. Instances may be shared
 * between threads. An expression has at most {@value #MAX_LENGTH} characters and {@value #MAX_DEPTH} levels.
 */
public final class Filter {
    /** Characters of an expression. */
    public static final int MAX_LENGTH = 32 * 1024;
    /** Levels of parentheses and negations. */
    public static final int MAX_DEPTH = 200;

    private static final Filter ALL = new Filter(element -> true);

    private final Predicate<Object> predicate;

    private Filter(Predicate<Object> predicate) {
        this.predicate = predicate;
    }

    /**
     * Binds an expression to a type; an empty expression matches everything.
     *
     * @param elementType a record whose components are named as {@link io.curia.api.model.Wire} says
     * @throws FilterException when it cannot be parsed or does not fit the type
     */
    public static Filter compile(String expression, Class<?> elementType) {
        if (expression == null || expression.isEmpty()) {
            return ALL;
        }
        if (expression.length() > MAX_LENGTH) {
            throw new FilterException("expression of " + expression.length() + " characters exceeds the maximum length of "
                    + MAX_LENGTH);
        }
        return new Filter(bind(new Parser(expression).parse(), FieldType.of(elementType)));
    }

    /**
     * Whether the expression holds for an element of the type it was compiled for.
     *
     * @throws FilterException when a regular expression takes too many steps on the element's text
     */
    public boolean matches(Object element) {
        return predicate.test(element);
    }

    private static Predicate<Object> bind(Expression expression, FieldType type) {
        if (expression instanceof Expression.Comparison comparison) {
            return new Comparer(comparison).bind(type);
        }
        if (expression instanceof Expression.Not not) {
            return bind(not.inner(), type).negate();
        }
        if (expression instanceof Expression.And and) {
            Predicate<Object>[] parts = bindAll(and.parts(), type);
            return element -> {
                for (Predicate<Object> part : parts) {
                    if (!part.test(element)) {
                        return false;
                    }
                }
                return true;
            };
        }
        Predicate<Object>[] parts = bindAll(((Expression.Or) expression).parts(), type);
        return element -> {
            for (Predicate<Object> part : parts) {
                if (part.test(element)) {
                    return true;
                }
            }
            return false;
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Predicate<Object>[] bindAll(List<Expression> expressions, FieldType type) {
        List<Predicate<Object>> bound = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            bound.add(bind(expression, type));
        }
        return bound.toArray(new Predicate[0]);
    }
}

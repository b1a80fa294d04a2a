package io.curia.core.filter;

import io.curia.core.filter.FieldType.Field;
import io.curia.core.filter.FieldType.ListOf;
import io.curia.core.filter.FieldType.MapOf;
import io.curia.core.filter.FieldType.Struct;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Binds one comparison to a type: follows the selector, checks the operator, converts the value. */
final class Comparer {
    private final Expression.Comparison comparison;

    Comparer(Expression.Comparison comparison) {
        this.comparison = comparison;
    }

    Predicate<Object> bind(FieldType type) {
        return follow(type, 0);
    }

    private Predicate<Object> follow(FieldType type, int depth) {
        List<String> selector = comparison.selector();
        if (depth == selector.size()) {
            return compare(type);
        }
        if (type instanceof Struct struct) {
            Field field = struct.field(selector.get(depth));
            if (field != null) {
                Predicate<Object> inner = follow(field.type(), depth + 1);
                return owner -> inner.test(field.read(owner));
            }
        } else if (type instanceof MapOf map) {
            String key = selector.get(depth);
            boolean absent = comparison.operator().holdsForAbsent();
            Predicate<Object> inner = follow(map.value(), depth + 1);
            return owner -> owner instanceof Map<?, ?> values && values.containsKey(key)
                    ? inner.test(values.get(key)) : absent;
        } else if (type instanceof ListOf list && !list.element().isScalar()) {
            Predicate<Object> inner = follow(list.element(), depth);
            return owner -> owner instanceof List<?> values && any(values, inner);
        }
        throw new FilterException("Selector " + Quoted.of(String.join(".", selector.subList(0, depth + 1)))
                + " is not valid");
    }

    private static boolean any(List<?> values, Predicate<Object> predicate) {
        for (Object value : values) {
            if (predicate.test(value)) {
                return true;
            }
        }
        return false;
    }

    private Predicate<Object> compare(FieldType type) {
        if (!type.operators().contains(comparison.operator())) {
            throw new FilterException("Invalid match operator " + Quoted.of(comparison.operator().label())
                    + " for selector " + selectorText());
        }
        return switch (comparison.operator()) {
            case EQUAL -> equal(type);
            case NOT_EQUAL -> equal(type).negate();
            case IN -> contains(type);
            case NOT_IN -> contains(type).negate();
            case IS_EMPTY -> Comparer::isEmpty;
            case IS_NOT_EMPTY -> value -> !isEmpty(value);
            case MATCHES -> regex();
            case NOT_MATCHES -> regex().negate();
        };
    }

    private Predicate<Object> equal(FieldType type) {
        if (type instanceof FieldType.Text) {
            String wanted = comparison.value();
            return value -> wanted.equals(value == null ? "" : value);
        }
        if (type instanceof FieldType.Bool) {
            Boolean wanted = convert(Coercion::bool);
            return value -> wanted.equals(value == null ? Boolean.FALSE : value);
        }
        if (type instanceof FieldType.Int) {
            long wanted = convert(Coercion::integer);
            return value -> wanted == (value == null ? 0L : ((Number) value).longValue());
        }
        double wanted = convert(Coercion::real);
        return value -> wanted == (value == null ? 0.0 : ((Number) value).doubleValue());
    }

    private Predicate<Object> contains(FieldType type) {
        String wanted = comparison.value();
        if (type instanceof FieldType.Text) {
            return value -> value instanceof String text && text.contains(wanted);
        }
        if (type instanceof MapOf) {
            return value -> value instanceof Map<?, ?> map && map.containsKey(wanted);
        }
        Predicate<Object> same = equal(((ListOf) type).element());
        return value -> value instanceof List<?> list && any(list, same);
    }

    private static boolean isEmpty(Object value) {
        return value == null || value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private Predicate<Object> regex() {
        Regex regex;
        try {
            regex = Regex.compile(comparison.value());
        } catch (FilterException e) {
            throw new FilterException("Failed to compile regular expression " + Quoted.of(comparison.value()) + ": "
                    + e.getMessage());
        }
        return value -> regex.find(value == null ? "" : (String) value);
    }

    private <T> T convert(Coercion.Reader<T> reader) {
        try {
            return reader.read(comparison.value());
        } catch (FilterException e) {
            throw new FilterException("Failed to coerce value " + Quoted.of(comparison.value()) + " for selector "
                    + selectorText() + ": " + e.getMessage());
        }
    }

    private String selectorText() {
        return Quoted.of(String.join(".", comparison.selector()));
    }
}

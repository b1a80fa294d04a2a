package io.curia.core.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads an expression: {@code or} binds loosest, then {@code and}, then {@code not}.
 *
 * <p>Recursive descent without a tokenizer, because the language has no reserved words: what a word is depends on where
 * it stands. A syntax error names the furthest place that any alternative has reached, and what could have stood there.
 */
final class Parser {
    private static final Operator[] COMPARISONS = {Operator.EQUAL, Operator.NOT_EQUAL};

    private final Scanner in;
    private int depth;

    Parser(String text) {
        in = new Scanner(text);
    }

    Expression parse() {
        in.optionalSpace();
        Expression expression = or();
        if (expression != null) {
            in.optionalSpace();
            if (in.atEnd()) {
                return expression;
            }
        }
        throw in.failure();
    }

    private Expression or() {
        return chain("or");
    }

    /** {@code a or b or c}, or with {@code and}; null if not even the first part is there. */
    private Expression chain(String word) {
        boolean disjunction = "or".equals(word);
        Expression first = disjunction ? chain("and") : not();
        if (first == null) {
            return null;
        }
        List<Expression> parts = null;
        int end = in.position();
        while (in.space() && in.literal(word) && in.space()) {
            Expression next = disjunction ? chain("and") : not();
            if (next == null) {
                break;
            }
            if (parts == null) {
                parts = new ArrayList<>();
                parts.add(first);
            }
            parts.add(next);
            end = in.position();
        }
        in.reset(end);
        if (parts == null) {
            return first;
        }
        return disjunction ? new Expression.Or(parts) : new Expression.And(parts);
    }

    private Expression not() {
        enter();
        try {
            int start = in.position();
            if (in.literal("not") && in.space()) {
                Expression inner = not();
                if (inner != null) {
                    return new Expression.Not(inner);
                }
            }
            in.reset(start);
            return grouping();
        } finally {
            depth--;
        }
    }

    private void enter() {
        if (++depth > Filter.MAX_DEPTH) {
            throw new FilterException("expression is nested deeper than " + Filter.MAX_DEPTH + " levels");
        }
    }

    private Expression grouping() {
        int start = in.position();
        if (!in.literal("(")) {
            return comparison();
        }
        in.optionalSpace();
        Expression inner = or();
        if (inner != null) {
            in.optionalSpace();
            int end = in.position();
            if (in.literal(")")) {
                return inner;
            }
            in.error(end, "grouping", "Unmatched parentheses");
        }
        in.reset(start);
        return null;
    }

    private Expression comparison() {
        int start = in.position();
        List<String> selector = in.selector();
        if (selector != null) {
            int end = in.position();
            Operator operator = valueOperator();
            if (operator != null) {
                String value = in.value();
                if (value != null) {
                    return new Expression.Comparison(selector, operator, value);
                }
            }
            in.reset(end);
            operator = emptyOperator();
            if (operator != null) {
                return new Expression.Comparison(selector, operator, null);
            }
        }
        in.reset(start);
        String value = in.value();
        if (value != null) {
            Operator operator = membershipOperator();
            if (operator != null) {
                int end = in.position();
                selector = in.selector();
                if (selector != null) {
                    return new Expression.Comparison(selector, operator, value);
                }
                in.error(end, "match", "Invalid selector");
            }
        }
        in.reset(start);
        return null;
    }

    /** One of the operators between a selector and a value. */
    private Operator valueOperator() {
        int start = in.position();
        for (Operator operator : COMPARISONS) {
            in.optionalSpace();
            if (in.literal(operator == Operator.EQUAL ? "==" : "!=")) {
                in.optionalSpace();
                return operator;
            }
            in.reset(start);
        }
        if (words("contains")) {
            return Operator.IN;
        }
        if (words("not", "contains")) {
            return Operator.NOT_IN;
        }
        if (words("matches")) {
            return Operator.MATCHES;
        }
        return words("not", "matches") ? Operator.NOT_MATCHES : null;
    }

    private Operator emptyOperator() {
        int start = in.position();
        if (in.space() && in.literal("is") && in.space()) {
            int afterIs = in.position();
            if (in.literal("empty")) {
                return Operator.IS_EMPTY;
            }
            in.reset(afterIs);
            if (in.literal("not") && in.space() && in.literal("empty")) {
                return Operator.IS_NOT_EMPTY;
            }
        }
        in.reset(start);
        return null;
    }

    private Operator membershipOperator() {
        if (words("in")) {
            return Operator.IN;
        }
        return words("not", "in") ? Operator.NOT_IN : null;
    }

    /** These words with white space before, between and after them; else nothing is read. */
    private boolean words(String... words) {
        int start = in.position();
        for (String word : words) {
            if (!in.space() || !in.literal(word)) {
                in.reset(start);
                return false;
            }
        }
        if (in.space()) {
            return true;
        }
        in.reset(start);
        return false;
    }
}

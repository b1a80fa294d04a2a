package io.curia.core.filter;

import java.util.List;

/** A parsed expression, not yet bound to a type. */
sealed interface Expression {
    /** All of them hold; evaluated from the left. */
    record And(List<Expression> parts) implements Expression { }

    /** One of them holds; evaluated from the left. */
    record Or(List<Expression> parts) implements Expression { }

    /** It does not hold. */
    record Not(Expression inner) implements Expression { }

    /** A comparison; {@code value} is null for the operators that need none. */
    record Comparison(List<String> selector, Operator operator, String value) implements Expression { }
}

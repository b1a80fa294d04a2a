package io.curia.api.agent;

import java.util.function.Predicate;

/** Filter expressions (reference: http-api, section 2) over records. Published as an OSGi service. */
public interface Filters {
    /**
     * A predicate for the elements of a list or map.
     *
     * @throws io.curia.api.op.CuriaException FAILED, beginning with {@code Failed to create boolean expression evaluator: }
     */
    <T> Predicate<T> compile(String expression, Class<T> element);
}

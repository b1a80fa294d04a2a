package io.curia.core.filter;

import io.curia.api.agent.Filters;
import io.curia.api.op.CuriaException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Compiles filter expressions, and keeps the {@value #KEPT} used last: a blocking reader asks the same again and again. */
public final class CachingFilters implements Filters {
    private static final int KEPT = 256;

    private record Key(String expression, Class<?> element) { }

    private final Map<Key, Filter> filters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Filter> eldest) {
            return size() > KEPT;
        }
    };

    @Override
    public <T> Predicate<T> compile(String expression, Class<T> element) {
        Filter filter = compiled(new Key(expression, element));
        return value -> {
            try {
                return filter.matches(value);
            } catch (FilterException e) {
                throw CuriaException.failed(e.getMessage());
            }
        };
    }

    private synchronized Filter compiled(Key key) {
        try {
            return filters.computeIfAbsent(key, unknown -> Filter.compile(unknown.expression(), unknown.element()));
        } catch (FilterException e) {
            throw CuriaException.failed("Failed to create boolean expression evaluator: " + e.getMessage());
        }
    }
}

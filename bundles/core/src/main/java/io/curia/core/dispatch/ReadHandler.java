package io.curia.core.dispatch;

import io.curia.api.op.ReadOperation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/**
 * What a read does.
 *
 * @param shared whether answers are worth keeping for whoever asks the same next; else only waiting readers share
 */
public record ReadHandler<Q, R>(ReadOperation<Q, R> operation, Function<Q, R> function, boolean shared) {
    /** The read itself: pure, on one view. */
    @FunctionalInterface
    public interface Function<Q, R> {
        /** @return the answer, which nobody modifies from then on */
        R read(Q request, View view);
    }

    /** The type of the elements that a filter expression is about, or null when there is nothing to filter. */
    Class<?> elementType() {
        if (operation.answer() instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            Type element = generic.getActualTypeArguments()[0];
            return element instanceof Class<?> plain && plain.isRecord() ? plain : null;
        }
        return null;
    }
}

package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a read does.
 *
 * @param shared whether answers are worth keeping for whoever asks the same next; else only waiting readers share
 * @param follow what else is to be done with an answer, or null
 */
public record ReadHandler<Q, R>(ReadOperation<Q, R> operation, Function<Q, R> function, boolean shared, Place place,
        Follow<Q, R> follow) {
    /** Where it is done. */
    public enum Place {
        /** On any server's store, when that is fresh enough. */
        STORE,
        /** On the leader, which alone knows. */
        LEADER,
        /** On whichever server is asked: it is about that one, or about what all know. */
        HERE
    }

    /** What an answer leads to, for example the same question in another datacenter. */
    @FunctionalInterface
    public interface Follow<Q, R> {
        /** @return what is answered in the end */
        CompletableFuture<Answer<R>> follow(Q request, ReadOptions options, Answer<R> found);
    }

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

package io.curia.http.call;

import io.curia.api.op.Answer;

/** Turns the answer of a read into a response. Kept while a query waits: without state of its own where possible. */
@FunctionalInterface
public interface Reply<R> {
    /** Sends the response; the headers about the answer are set already. */
    void send(Call call, Answer<R> answer);

    /** The value as JSON, encoded once for all who share the answer. */
    @SuppressWarnings("unchecked")
    static <R> Reply<R> json() {
        return (Reply<R>) JsonReply.INSTANCE;
    }

    /** See {@link #json()}. */
    final class JsonReply implements Reply<Object> {
        private static final JsonReply INSTANCE = new JsonReply();

        @Override
        public void send(Call call, Answer<Object> answer) {
            call.json(200, answer.<io.curia.http.render.Encoded>encoded(io.curia.http.render.Encoded::of));
        }
    }
}

package io.curia.http.call;

import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.http.render.Encoded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. Used by one thread at a time: the one that reads the connection, then, when the answer
 * comes later, a worker. Exactly one of the sending methods is called, once.
 */
public final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final byte[] NOTHING = new byte[0];

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Scope scope;
    private final Route route;
    private final String path;
    private final long startNanos;
    private final boolean pretty;
    private Query query;
    private boolean cached;

    /** What all requests share: services, settings as of now, threads. */
    public record Scope(Services services, Settings settings, Workers workers, Waiting waiting, CacheMarks marks) {
        /** The first scope of a server. */
        public static Scope first(Services services, Settings settings, Workers workers, Waiting waiting) {
            return new Scope(services, settings, workers, waiting, new CacheMarks());
        }

        /** The same with other settings. */
        public Scope with(Settings changed) {
            return new Scope(services, changed, workers, waiting, marks);
        }
    }

    /** @param path decoded and clean */
    public Call(Request request, Response response, Callback callback, Scope scope, Route route, String path,
            Query query) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.scope = scope;
        this.route = route;
        this.path = path;
        this.query = query;
        this.pretty = scope.settings().pretty() || query.has("pretty");
        this.startNanos = request.getHeadersNanoTime();
    }

    /** The request as Jetty sees it. */
    public Request request() {
        return request;
    }

    /** The method. */
    public String method() {
        return request.getMethod();
    }

    /** Who answers. */
    public Route route() {
        return route;
    }

    /** The decoded path. */
    public String path() {
        return path;
    }

    /** What follows the route's prefix. */
    public String suffix() {
        return path.substring(route.pattern().length());
    }

    /** The parameters; forgotten once a read has to wait, as every byte counts then. */
    public Query query() {
        return query;
    }

    /** The services. */
    public Services services() {
        return scope.services();
    }

    /** How requests are answered. */
    public Settings settings() {
        return scope.settings();
    }

    /** The secret of the caller's token, else the agent's own, else "". */
    public String token() {
        return Params.token(this);
    }

    /** How a read is to be done. */
    public ReadOptions readOptions() {
        return Params.read(this);
    }

    /** Where a write goes and on whose behalf. */
    public WriteOptions writeOptions() {
        return Params.write(this);
    }

    /** The headers of the response. */
    public HttpFields.Mutable headers() {
        return response.getHeaders();
    }

    /** Whether JSON is to be indented. */
    public boolean pretty() {
        return pretty;
    }

    /** Adds what every answer of the API carries. */
    public void addCommonHeaders() {
        HttpFields.Mutable fields = headers();
        Settings settings = scope.settings();
        var own = settings.responseHeaders();
        for (int i = 0; i < own.size(); i++) {
            fields.add(own.get(i));
        }
        if (route.isPlain()) {
            return;
        }
        if (settings.translateAddresses()) {
            fields.add(Headers.TRANSLATED);
        }
        var access = scope.services().optional().access();
        fields.add(access == null || !"deny".equals(access.defaultPolicy()) ? Headers.ALLOW : Headers.DENY);
        fields.add(Headers.VARY);
    }

    /** Reads, now or when there is news, and replies. */
    public <Q, R> void read(ReadOperation<Q, R> operation, Q asked, ReadOptions options, Meta meta, Reply<R> reply) {
        CompletableFuture<Answer<R>> future = services().dispatcher().read(operation, asked, options);
        if (cached) {
            markCached(options.minIndex() == 0 || future.isDone());
        }
        if (future.isDone() && !future.isCompletedExceptionally()) {
            new ReadDone<>(this, meta, reply, options.consistency()).accept(future.join(), null);
            return;
        }
        query = Query.NONE;
        if (options.minIndex() == 0) {
            future.whenCompleteAsync(new ReadDone<>(this, meta, reply, options.consistency()), scope.workers().pool());
            return;
        }
        WaitingRead<Q, R> read = new WaitingRead<>(this, meta, reply, operation, asked, options, future);
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            request.addFailureListener(failure -> future.cancel(false));
        }
        boolean mayWait = scope.waiting().add(read);
        future.whenCompleteAsync(read, scope.workers().pool());
        if (!mayWait) {
            read.wake();
        }
    }

    /** The read that follows is one of those that the agent's cache answers when the client wants it to. */
    public Call cacheable() {
        cached = query.has("cached") && settings().useCache();
        return this;
    }

    /** The read that follows always goes through the agent's cache. */
    public Call cached() {
        cached = true;
        return this;
    }

    private void markCached(boolean atOnce) {
        String control = request.getHeaders().get(HttpHeader.CACHE_CONTROL);
        boolean known = scope.marks().add(token() + '\n' + path + query.identity());
        if (known && atOnce && (control == null || !control.contains("must-revalidate"))) {
            headers().add(Headers.CACHE_HIT);
            headers().add(Headers.AGE_NONE);
        } else {
            headers().add(Headers.CACHE_MISS);
        }
    }

    /** Reads and answers the value as JSON. */
    public <Q, R> void readJson(ReadOperation<Q, R> operation, Q asked, Meta meta) {
        read(operation, asked, readOptions(), meta, Reply.json());
    }

    /** Writes, then goes on with the answer. */
    public <Q, R> void write(WriteOperation<Q, R> operation, Q asked, WriteOptions options, Consumer<R> then) {
        settle(services().dispatcher().write(operation, asked, options), then);
    }

    /** Goes on with what a future brings; its failure is the response. */
    public <R> void settle(CompletableFuture<R> future, Consumer<R> then) {
        BiConsumer<R, Throwable> done = (value, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                guard(() -> then.accept(value));
            }
        };
        if (future.isDone()) {
            future.whenComplete(done);
        } else {
            future.whenCompleteAsync(done, scope.workers().inTurn());
        }
    }

    private record ReadDone<R>(Call call, Meta meta, Reply<R> reply, Consistency asked)
            implements BiConsumer<Answer<R>, Throwable> {
        @Override
        public void accept(Answer<R> answer, Throwable failure) {
            if (failure != null) {
                Throwable cause = unwrap(failure);
                boolean missing = cause instanceof CuriaException e && e.kind() == CuriaException.Kind.NOT_FOUND;
                if (!missing) {
                    meta.addFailed(call.headers());
                }
                call.fail(cause);
                return;
            }
            call.guard(() -> {
                meta.add(call.headers(), answer, asked);
                reply.send(call, answer);
            });
        }
    }

    /** A read that waits for news. When the server ends it is done again, as one that does not wait. */
    private static final class WaitingRead<Q, R> extends Waiting.Entry implements BiConsumer<Answer<R>, Throwable> {
        private final Call call;
        private final Meta meta;
        private final Reply<R> reply;
        private final ReadOperation<Q, R> operation;
        private final Q asked;
        private final ReadOptions options;
        private final CompletableFuture<Answer<R>> future;

        WaitingRead(Call call, Meta meta, Reply<R> reply, ReadOperation<Q, R> operation, Q asked, ReadOptions options,
                CompletableFuture<Answer<R>> future) {
            this.call = call;
            this.meta = meta;
            this.reply = reply;
            this.operation = operation;
            this.asked = asked;
            this.options = options;
            this.future = future;
        }

        @Override
        void wake() {
            future.cancel(false);
        }

        @Override
        public void accept(Answer<R> answer, Throwable failure) {
            Waiting waiting = call.scope.waiting();
            waiting.remove(this);
            if (future.isCancelled() && waiting.isDraining()) {
                call.guard(() -> call.read(operation, asked, options.waitingFor(0, 0), meta, reply));
            } else if (future.isCancelled()) {
                call.abandon(failure);
            } else {
                new ReadDone<>(call, meta, reply, options.consistency()).accept(answer, failure);
            }
        }
    }

    /** Runs a part of the work; what it throws is the response. */
    public void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            broken(e);
        }
    }

    /** Whatever broke, the client hears of it, and starts anew on another connection. */
    public void broken(Error error) {
        if (!response.isCommitted()) {
            headers().add(Headers.CLOSE);
        }
        fail(error);
    }

    /** Does the work that the route's endpoint declares to take long, or that only turns out to, on a worker. */
    public void offload(Runnable work) {
        scope.workers().pool().execute(() -> guard(work));
    }

    /** Does work that may end this very server, in which case the answer is given when the end begins. */
    public void outlive(Runnable work, Runnable answer) {
        AtomicBoolean answered = new AtomicBoolean();
        Runnable once = () -> {
            if (!answered.getAndSet(true)) {
                answer.run();
            }
        };
        Waiting.Entry atTheEnd = new Waiting.Entry() {
            @Override
            void wake() {
                once.run();
            }
        };
        scope.waiting().add(atTheEnd);
        try {
            work.run();
            once.run();
        } catch (RuntimeException | Error e) {
            if (answered.getAndSet(true)) {
                LOG.error("Request failed after its answer: method={} url={}: {}", method(), path, e.getMessage());
            } else {
                fail(e);
            }
        } finally {
            scope.waiting().remove(atTheEnd);
        }
    }

    /** Reads the body, up to a limit, and goes on with it. */
    public void body(long limit, Consumer<byte[]> then) {
        new BodyReader(this, limit, then).start();
    }

    /** Reads the body of a request that brings a document. */
    public void body(Consumer<byte[]> then) {
        body(BodyReader.DOCUMENT_LIMIT, then);
    }

    /** Nothing but a status. */
    public void empty(int status) {
        send(status, null, NOTHING);
    }

    /** A message. */
    public void text(int status, String message) {
        send(status, Headers.TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    /** A value as JSON. */
    public void json(Object value) {
        json(200, Encoded.of(value));
    }

    /** A value as JSON. */
    public void json(int status, Encoded value) {
        boolean pretty = pretty();
        byte[] body = value.plain(services().codec(), pretty);
        if (body.length >= Encoded.WORTH_COMPRESSING && acceptsGzip()) {
            body = value.gzip(services().codec(), pretty);
            headers().add(Headers.GZIP);
        }
        send(status, Headers.JSON, body);
    }

    /** True or false. */
    public void json(boolean value) {
        if (pretty()) {
            send(200, Headers.JSON, value ? TRUE_PRETTY : FALSE_PRETTY);
        } else {
            send(200, Headers.JSON, value ? TRUE : FALSE);
        }
    }

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] TRUE_PRETTY = {'t', 'r', 'u', 'e', '\n'};
    private static final byte[] FALSE_PRETTY = {'f', 'a', 'l', 's', 'e', '\n'};

    /** Any content, compressed where that is worth it. */
    public void content(int status, HttpField type, byte[] body) {
        if (body.length >= Encoded.WORTH_COMPRESSING && acceptsGzip()) {
            headers().add(Headers.GZIP);
            send(status, type, Encoded.gzip(body));
        } else {
            send(status, type, body);
        }
    }

    private boolean acceptsGzip() {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0,")
                && !accepted.endsWith("gzip;q=0");
    }

    /** A failure, as its kind says. */
    public void fail(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (response.isCommitted()) {
            callback.failed(cause);
        } else if (cause instanceof CuriaException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            boolean denied = message.contains("Permission denied") || message.contains("ACL not found");
            text(denied ? 403 : e.kind().status(), message);
        } else {
            LOG.error("Request failed: method={} url={}", method(), path, cause);
            text(500, "internal error");
        }
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A failure that also ends the connection, because the rest of the body is not read. */
    void refuse(int status, String message) {
        headers().add(Headers.CLOSE);
        text(status, message);
    }

    /** The client has gone, or the connection broke. */
    void abandon(Throwable failure) {
        callback.failed(failure);
    }

    /** Sends a body as it is. */
    public void send(int status, HttpField type, byte[] body) {
        response.setStatus(status);
        if (type != null) {
            headers().add(type);
        }
        measure();
        if (body.length == 0) {
            callback.succeeded();
        } else {
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }

    /** Begins a body that comes in parts. */
    public Response stream(int status, HttpField type) {
        response.setStatus(status);
        headers().add(type);
        measure();
        return response;
    }

    /** Ends with a stream. */
    public Callback callback() {
        return callback;
    }

    private void measure() {
        if (scope.waiting().isDraining()) {
            headers().put(Headers.CLOSE);
        }
        String name = route.metric(method());
        if (name != null) {
            services().metrics().sample(name, (System.nanoTime() - startNanos) / 1e6);
        }
    }
}

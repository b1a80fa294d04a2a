package io.curia.rpc;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcHandler;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each streaming call with a source that the test feeds. */
final class TestSource implements RpcHandler {
    final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    final AtomicInteger cancelled = new AtomicInteger();

    /** One call; emits what it was told as far as it is asked. */
    final class Call implements Flow.Publisher<byte[]>, Flow.Subscription {
        final String method;
        final byte[] request;
        private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
        private Flow.Subscriber<? super byte[]> subscriber;
        private long demand;
        private int emitted;
        private Runnable end;

        private Call(String method, byte[] request) {
            this.method = method;
            this.request = request;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super byte[]> its) {
            subscriber = its;
            its.onSubscribe(this);
            calls.add(this);
        }

        @Override
        public synchronized void request(long count) {
            demand += count;
            emit();
        }

        @Override
        public void cancel() {
            cancelled.incrementAndGet();
        }

        synchronized void answer(byte[] message) {
            waiting.add(message);
            emit();
        }

        private void emit() {
            while (demand > 0 && !waiting.isEmpty()) {
                demand--;
                emitted++;
                subscriber.onNext(waiting.remove());
            }
            if (waiting.isEmpty() && end != null) {
                Runnable last = end;
                end = null;
                last.run();
            }
        }

        synchronized int emitted() {
            return emitted;
        }

        /** Once everything before has been taken. */
        synchronized void complete() {
            end = subscriber::onComplete;
            emit();
        }

        /** Once everything before has been taken. */
        synchronized void fail(Throwable cause) {
            end = () -> subscriber.onError(cause);
            emit();
        }
    }

    @Override
    public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
        return new Call(method, request);
    }
}

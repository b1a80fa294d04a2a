package io.curia.rpc;

import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.rpc.net.Addresses;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times calls and consensus messages of 256 bytes over loopback, both ends in this process. Run by hand:
 * {@code RpcBenchmark [seconds per step]}. "Threads" each wait for their answer; "chains" send the next call from the answer's
 * continuation, so that no thread has to wake.
 */
public final class RpcBenchmark {
    private static final int BYTES = 256;
    private static final int WARM_UP = 2;

    private RpcBenchmark() { }

    private interface Caller {
        CompletableFuture<?> call();
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        try (TestServer server = TestServer.plain(); TestServer agent = TestServer.plain()) {
            server.handler.set(TestServer.echo());
            server.lanes.serve((lane, request) -> CompletableFuture.completedFuture(ByteBuffer.allocate(16)));
            byte[] body = new byte[BYTES];
            body[0] = (byte) 0xDA;
            body[2] = (byte) (BYTES - 3);
            String address = Addresses.text(server.address());
            Caller call = () -> agent.client.call(server.target(), "KVS.Apply", body, 10_000);
            Caller message = () -> agent.lanes.call(address, Lane.LOG, ByteBuffer.wrap(body), 10_000);
            for (int round = 0; round < 2; round++) {
                for (int outstanding : new int[] {1, 16, 64}) {
                    report("calls, threads", outstanding, threads(call, outstanding, seconds));
                    report("calls, chains", outstanding, chains(call, outstanding, seconds));
                    report("messages, threads", outstanding, threads(message, outstanding, seconds));
                    report("messages, chains", outstanding, chains(message, outstanding, seconds));
                }
            }
        }
    }

    private static void report(String what, int outstanding, double rate) {
        System.out.printf("%-20s %3d outstanding: %,9.0f /s%n", what, outstanding, rate);
    }

    private static double threads(Caller caller, int count, int seconds) throws Exception {
        AtomicLong done = new AtomicLong();
        Meter meter = new Meter(done, seconds);
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Thread(() -> {
                while (!meter.over) {
                    caller.call().join();
                    done.incrementAndGet();
                }
            });
            threads[i].start();
        }
        double rate = meter.measure();
        for (Thread thread : threads) {
            thread.join();
        }
        return rate;
    }

    private static double chains(Caller caller, int count, int seconds) throws Exception {
        AtomicLong done = new AtomicLong();
        Meter meter = new Meter(done, seconds);
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            next(caller, done, meter, ended);
        }
        double rate = meter.measure();
        ended.await();
        return rate;
    }

    private static void next(Caller caller, AtomicLong done, Meter meter, CountDownLatch ended) {
        caller.call().whenComplete((answer, failure) -> {
            if (meter.over || failure != null) {
                ended.countDown();
            } else {
                done.incrementAndGet();
                next(caller, done, meter, ended);
            }
        });
    }

    private static final class Meter {
        private final AtomicLong done;
        private final int seconds;
        private volatile boolean over;

        private Meter(AtomicLong done, int seconds) {
            this.done = done;
            this.seconds = seconds;
        }

        double measure() throws InterruptedException {
            Thread.sleep(WARM_UP * 500L);
            long before = done.get();
            long from = System.nanoTime();
            Thread.sleep(seconds * 1000L);
            double rate = (done.get() - before) * 1e9 / (System.nanoTime() - from);
            over = true;
            return rate;
        }
    }
}

package io.curia.checks.udp;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.EventLoop;
import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Sends an empty datagram; an answer and silence until the timeout are good, a refusal is not. */
final class UdpProbe implements Probe {
    private final EventLoop loop;
    private final String address;
    private final Duration timeout;
    private final Executor resolver;
    private volatile Attempt current;

    UdpProbe(EventLoop loop, String address, Duration timeout, Executor resolver) {
        this.loop = loop;
        this.address = address;
        this.timeout = timeout;
        this.resolver = resolver;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        HostPort target;
        try {
            target = HostPort.parse(address);
        } catch (NetworkException e) {
            return CompletableFuture.completedFuture(ProbeResult.critical("dial udp: " + e.getMessage()));
        }
        Attempt attempt = new Attempt();
        current = attempt;
        // a name is looked up, which blocks
        resolver.execute(() -> attempt.begin(target));
        return attempt.result;
    }

    @Override
    public void cancel() {
        Attempt attempt = current;
        if (attempt != null) {
            attempt.abort();
        }
    }

    @Override
    public void close() {
        cancel();
    }

    private final class Attempt implements EventLoop.Handler {
        private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        private InetSocketAddress remote;
        private DatagramChannel channel;
        private EventLoop.Timer timer;

        private void begin(HostPort target) {
            remote = new InetSocketAddress(target.host().isEmpty() ? "127.0.0.1" : target.host(), target.port());
            if (remote.isUnresolved()) {
                result.complete(ProbeResult.critical("dial udp: lookup " + target.host() + ": no such host"));
                return;
            }
            try {
                loop.execute(this::send);
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(e);
            }
        }

        private void send() {
            if (result.isDone()) {
                return;
            }
            try {
                channel = DatagramChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(null).connect(remote);
                loop.register(channel, SelectionKey.OP_READ, this);
                sendNothing(channel.getLocalAddress());
                timer = loop.after(timeout.toNanos(), this::succeed);
            } catch (IOException e) {
                failed(e);
            }
        }

        /**
         * The platform drops an empty write to a connected channel, and only a connected one hears of a refusal: so a
         * second channel with the same local address sends the datagram, and the first one waits for what it causes.
         */
        private void sendNothing(SocketAddress local) throws IOException {
            try (DatagramChannel sender = DatagramChannel.open()) {
                sender.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                sender.bind(local).send(ByteBuffer.allocate(0), remote);
            }
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            if (channel.read(ByteBuffer.allocate(1)) >= 0) {
                succeed();
            }
        }

        private void succeed() {
            end();
            result.complete(ProbeResult.passing("UDP connect " + address + ": Success"));
        }

        @Override
        public void failed(Throwable cause) {
            end();
            if (cause instanceof IOException) {
                String reason = cause instanceof PortUnreachableException ? "read: connection refused"
                        : String.valueOf(cause.getMessage());
                String to = new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString();
                result.complete(ProbeResult.critical("udp " + to + ": " + reason));
            } else {
                result.completeExceptionally(cause);
            }
        }

        private void abort() {
            result.cancel(false);
            try {
                loop.execute(this::end);
            } catch (RejectedExecutionException e) {
                // the loop has ended, and all its channels with it
                return;
            }
        }

        private void end() {
            if (timer != null) {
                timer.cancel();
            }
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // nothing of a datagram channel can be lost by closing it
                    timer = null;
                }
            }
        }
    }
}

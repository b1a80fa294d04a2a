package io.curia.rpc.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class SessionProperties {
    private static final long BUDGET = 64 << 20;

    /** Streams of both sides, opened, written, ended and reset at any time: each gets what was sent to it, in order. */
    @Property(tries = 40)
    void everyStreamGetsWhatWasSentToIt(@ForAll long seed) {
        Random random = new Random(seed);
        Pipe pipe = new Pipe(seed, Pipe.LIMITS, BUDGET);
        List<Pair> pairs = new ArrayList<>();
        for (int action = 0; action < 300; action++) {
            act(random, pipe, pairs);
            for (int i = random.nextInt(4); i > 0; i--) {
                pipe.step();
            }
        }
        pipe.settle();
        pairs.forEach(Pair::close);
        pipe.settle();
        for (Pair pair : pairs) {
            pair.check(pipe);
        }
        assertThat(pipe.client.over).isNull();
        assertThat(pipe.server.over).isNull();
        assertThat(pipe.client.budget.left()).isEqualTo(BUDGET);
        assertThat(pipe.server.budget.left()).isEqualTo(BUDGET);
    }

    private static void act(Random random, Pipe pipe, List<Pair> pairs) {
        if (pairs.isEmpty() || random.nextInt(10) == 0) {
            Pipe.End from = random.nextBoolean() ? pipe.client : pipe.server;
            pairs.add(new Pair(from, from == pipe.client ? pipe.server : pipe.client, from.open()));
            return;
        }
        Pair pair = pairs.get(random.nextInt(pairs.size()));
        switch (random.nextInt(12)) {
            case 0 -> pair.close();
            case 1 -> pair.reset();
            default -> pair.write(random, 1 + (random.nextInt(4) == 0 ? random.nextInt(400_000) : random.nextInt(500)));
        }
    }

    /** A stream from the one side, and what was written to it. */
    private static final class Pair {
        private final Pipe.End to;
        private final Pipe.Peer near;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean reset;

        private Pair(Pipe.End from, Pipe.End to, Pipe.Peer near) {
            this.to = to;
            this.near = near;
        }

        private void write(Random random, int count) {
            if (!near.stream.isClosed()) {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                written.writeBytes(bytes);
                near.stream.write(ByteBuffer.wrap(bytes));
            }
        }

        private void reset() {
            if (!near.stream.isClosed()) {
                reset = true;
                near.stream.reset();
            }
        }

        private void close() {
            near.stream.close();
        }

        private void check(Pipe pipe) {
            Pipe.Peer far = to.accepted.stream().filter(peer -> peer.stream.id() == near.stream.id()).findFirst().orElse(null);
            if (far == null) {
                assertThat(reset).isTrue();
                return;
            }
            byte[] got = far.got.toByteArray();
            if (reset) {
                assertThat(Arrays.mismatch(got, written.toByteArray())).isIn(-1, got.length);
                assertThat(far.broken).isNotNull();
            } else {
                assertThat(got).isEqualTo(written.toByteArray());
                assertThat(far.ended).isTrue();
            }
        }
    }

    /** Whatever comes, it is dealt with: no exception, and never more to be sent than a peer can cause. */
    @Property(tries = 500)
    void garbageDoesNoHarm(@ForAll @Size(max = 300) byte[] garbage) {
        Pipe pipe = new Pipe(1, Pipe.LIMITS, BUDGET);
        pipe.server.session.receive(ByteBuffer.wrap(garbage));
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        pipe.server.session.fill(out);
        assertThat(out.position()).isLessThanOrEqualTo(garbage.length + Frame.HEADER);
    }

    /** Frames that are nearly right come nearer to the edges than garbage does. */
    @Property(tries = 500)
    void framesOfAnyKindDoNoHarm(@ForAll long seed) {
        Random random = new Random(seed);
        Pipe pipe = new Pipe(1, Pipe.LIMITS, BUDGET);
        ByteBuffer frames = ByteBuffer.allocate(4096);
        while (frames.remaining() > 200) {
            int type = random.nextInt(20) == 0 ? random.nextInt(6) : random.nextInt(3);
            int length = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(100);
            Frame.put(frames, type, random.nextInt(16), random.nextInt(8), length);
            if (type == Frame.DATA && length > 0 && length < 100) {
                frames.put(new byte[length]);
            }
        }
        pipe.server.session.receive(frames.flip());
        for (Pipe.Peer peer : pipe.server.accepted) {
            peer.stream.write(ByteBuffer.allocate(1000));
            peer.stream.close();
        }
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < 10; i++) {
            pipe.server.session.fill(out.clear());
        }
        pipe.server.session.end(new java.io.IOException("end"));
        assertThat(pipe.server.session.size()).isZero();
        assertThat(pipe.server.budget.left()).isEqualTo(BUDGET);
    }
}

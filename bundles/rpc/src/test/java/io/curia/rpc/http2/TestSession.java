package io.curia.rpc.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A session whose connection and clock are the test's. */
final class TestSession implements Session.Host {
    static final String PREFACE = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";

    final Session session;
    final Map<Integer, Peer> streams = new TreeMap<>();
    IOException over;
    int overs;
    Runnable timer;

    TestSession(int streams) {
        session = new Session(this, (nanos, task) -> {
            timer = task;
            return () -> timer = null;
        }, new Session.Limits(streams, 8192));
        session.start();
    }

    /** A stream, and what became of it. */
    static final class Peer implements StreamListener {
        final Stream stream;
        int got;
        int sent;
        int ended;
        int closed;

        Peer(Stream stream) {
            this.stream = stream;
        }

        void send(int bytes) {
            stream.send(ByteBuffer.allocate(bytes));
        }

        @Override
        public void data(ByteBuffer data) {
            got += data.remaining();
        }

        @Override
        public void ended() {
            ended++;
        }

        @Override
        public void sent(int bytes) {
            sent += bytes;
        }

        @Override
        public void closed() {
            closed++;
        }
    }

    void receive(String hex) {
        session.receive(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** Thirty seconds pass. */
    void tick() {
        Runnable due = timer;
        timer = null;
        due.run();
    }

    /** What the connection is given to send, until there is nothing. */
    String sent() {
        StringBuilder all = new StringBuilder();
        while (true) {
            ByteBuffer out = ByteBuffer.allocate(64 * 1024);
            session.fill(out);
            if (out.flip().remaining() == 0) {
                return all.toString();
            }
            all.append(HexFormat.of().formatHex(out.array(), 0, out.limit()));
        }
    }

    /** Type, stream and length of each frame. */
    List<List<Integer>> frames(String hex) {
        List<List<Integer>> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        while (in.hasRemaining()) {
            int length = (in.get() & 0xFF) << 16 | in.getShort() & 0xFFFF;
            int type = in.get();
            in.get();
            frames.add(List.of(type, in.getInt(), length));
            in.position(in.position() + length);
        }
        return frames;
    }

    @Override
    public void outputReady() {
        // the test asks by itself
    }

    @Override
    public StreamListener accept(Stream stream, Request request) {
        Peer peer = new Peer(stream);
        streams.put(stream.id(), peer);
        return peer;
    }

    @Override
    public void over(IOException cause) {
        over = cause;
        overs++;
    }
}

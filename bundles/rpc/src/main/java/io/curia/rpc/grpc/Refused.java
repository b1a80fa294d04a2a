package io.curia.rpc.grpc;

import io.curia.rpc.http2.StreamListener;
import java.nio.ByteBuffer;

/** A request that is answered already. */
final class Refused implements StreamListener {
    private final Runnable atEnd;

    /** @param atEnd run once, when the stream is over */
    Refused(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    @Override
    public void data(ByteBuffer data) {
        // whatever it says
    }

    @Override
    public void ended() {
        // whatever it said
    }

    @Override
    public void sent(int bytes) {
        // there is no body
    }

    @Override
    public void closed() {
        atEnd.run();
    }
}

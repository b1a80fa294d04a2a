package io.curia.rpc.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Keeps what arrives for a link's next owner while the link changes its loop: no more than had been read before. */
final class Handover implements LinkOwner {
    private final LinkOwner next;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean ended;

    Handover(LinkOwner next) {
        this.next = next;
    }

    LinkOwner next() {
        return next;
    }

    /** On the new loop: gives the owner what it has missed. */
    void complete(Link link) throws IOException {
        next.arrived(link);
        if (kept.size() > 0) {
            next.received(link, ByteBuffer.wrap(kept.toByteArray()));
        }
        if (ended && !link.isClosed()) {
            next.ended(link);
        }
    }

    @Override
    public void received(Link link, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        kept.writeBytes(bytes);
    }

    @Override
    public void ended(Link link) {
        ended = true;
    }

    @Override
    public void fill(ByteBuffer out) {
        // the next owner has not been asked anything yet
    }

    @Override
    public void closed(Link link, IOException cause) {
        next.closed(link, cause);
    }
}

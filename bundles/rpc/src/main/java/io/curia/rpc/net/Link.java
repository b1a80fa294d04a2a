package io.curia.rpc.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection on a loop, and its owner, who hears what happens to it. All methods are for the loop's thread, except
 * {@link #flush}, {@link #flushFromAnywhere} and {@link #closeSoon}.
 */
public interface Link {
    /** host:port of the other side. */
    String peer();

    /** What it is on; {@link #moveTo} changes it. */
    IoLoop loop();

    /** Whether it is over. */
    boolean isClosed();

    /** How it is encrypted; null if it is not. */
    TlsLayer tls();

    /** Hands it to another owner. */
    void owner(LinkOwner next);

    /** Puts TLS over it, beginning with the bytes given: those that came behind what asked for TLS. */
    void startTls(TlsLayer layer, ByteBuffer received) throws IOException;

    /**
     * Goes on on another loop, with another owner, which is given what has been read already. The owner's thread is that
     * loop's from then on.
     */
    void moveTo(IoLoop other, LinkOwner next, ByteBuffer received);

    /** Reads no more until {@link #resume}. */
    void pause();

    /** Reads on. */
    void resume();

    /** Sends what the owner has, once what the loop does at present is done. */
    void flushSoon();

    /** Like {@link #flush}, but on the loop together with what else it does at present. */
    void flushFromAnywhere();

    /** Sends what the owner has. From any thread, if the owner's {@code fill} allows it. */
    void flush();

    /** Ends this side's stream once the owner has nothing more to send. */
    void endOutput();

    /** Closes it, from any thread. */
    void closeSoon(IOException cause);

    /** Closes it and tells the owner. */
    void close(IOException cause);
}

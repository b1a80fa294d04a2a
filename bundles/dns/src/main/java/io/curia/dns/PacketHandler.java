package io.curia.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One server thread's way to the engine. The kept answers are copied into the thread's own buffer and given the query's
 * id, flags and name, without an allocation. One instance belongs to one thread.
 */
final class PacketHandler {
    private static final int RD_AND_CD_LOW = 0x10;

    private final Supplier<DnsEngine> engine;
    private final QuestionScan question;
    private final Random random;

    PacketHandler(Supplier<DnsEngine> engine, int hashSeed, Random random) {
        this.engine = engine;
        this.question = new QuestionScan(hashSeed);
        this.random = random;
    }

    /** Writes a kept answer; false, and nothing written, if there is none, or no room for it. */
    boolean answerKept(byte[] packet, int length, boolean tcp, ByteBuffer out) {
        if (!question.scan(packet, length, tcp)) {
            return false;
        }
        byte[] message = engine.get().kept(question, random);
        if (message == null || message.length > out.remaining()) {
            return false;
        }
        int start = out.position();
        out.put(packet, 0, 2);
        out.put((byte) (message[2] & ~1 | packet[2] & 1));
        out.put((byte) (message[3] & ~RD_AND_CD_LOW | packet[3] & RD_AND_CD_LOW));
        out.put(message, 4, QuestionScan.NAME - 4);
        int behindQuestion = QuestionScan.NAME + question.nameLength + 4;
        // The name in its present case, and the type and class, which the answer repeats.
        out.put(packet, QuestionScan.NAME, behindQuestion - QuestionScan.NAME);
        out.put(message, behindQuestion, message.length - behindQuestion);
        assert out.position() == start + message.length;
        return true;
    }

    /** Answers the packet in the long way; see {@link DnsEngine#answer}. */
    void answer(byte[] packet, boolean tcp, InetAddress client, Consumer<byte[]> sink) {
        engine.get().answer(packet, tcp, client, sink);
    }
}

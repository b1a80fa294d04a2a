package io.curia.itests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Bytes as agents say them to each other, put together by hand: msgpack of the old form, and what it is wrapped in. */
final class Wire {
    private static final int CLEAR = 256;
    private static final int MOST_CODES = 4096;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Wire octets(int... octets) {
        for (int octet : octets) {
            out.write(octet);
        }
        return this;
    }

    Wire bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A number of 32 bits, the highest first, without a type. */
    Wire big(long number) {
        return octets((int) (number >> 24), (int) (number >> 16), (int) (number >> 8), (int) number);
    }

    Wire number(long number) {
        return octets(0xCE).big(number);
    }

    Wire map(int entries) {
        return octets(0x80 + entries);
    }

    Wire raw(byte[] bytes) {
        return octets(0xDB).big(bytes.length).bytes(bytes);
    }

    Wire text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The octet so many times. */
    Wire repeat(int octet, int times) {
        for (int i = 0; i < times; i++) {
            out.write(octet);
        }
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }

    /** What members say of one that is alive at a port of this host. */
    static byte[] alive(String name, int port, Map<String, String> tags, int... versions) {
        Wire meta = new Wire().octets(0xFF).map(tags.size());
        new TreeMap<>(tags).forEach((key, value) -> meta.text(key).text(value));
        return new Wire().octets(4).map(6).text("Incarnation").number(1).text("Node").text(name)
                .text("Addr").raw(new byte[] {127, 0, 0, 1}).text("Port").number(port)
                .text("Meta").raw(meta.done()).text("Vsn").raw(new Wire().octets(versions).done()).done();
    }

    /** The header of a call: net/rpc in msgpack. */
    static Wire call(String method) {
        return new Wire().map(2).text("ServiceMethod").text(method).text("Seq").number(1);
    }

    /** A frame of yamux. */
    static byte[] frame(int type, int flags, int stream, long length) {
        return new Wire().octets(0, type, flags >> 8, flags).big(stream).big(length).done();
    }

    /** The hello of a consensus connection. */
    static byte[] hello(String datacenter, String node) {
        byte[] hello = new Wire().big(0x43757269).octets(1, 0, 0, datacenter.length())
                .bytes(datacenter.getBytes(StandardCharsets.US_ASCII)).octets(0, node.length())
                .bytes(node.getBytes(StandardCharsets.US_ASCII)).done();
        return new Wire().big(9 + hello.length).octets(0).big(0).big(0).bytes(hello).done();
    }

    /** A compressed message of gossip that unpacks to very much: in each round seven megabytes out of six thousand bytes. */
    static byte[] bomb(int words, int rounds) {
        return new Wire().octets(9).map(2).text("Algo").number(0).text("Buf").raw(packed(words, rounds)).done();
    }

    /** LZW whose every code stands for the word before it and one more byte. */
    private static byte[] packed(int words, int rounds) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        long bits = 0;
        int held = 0;
        for (int round = 0; round < rounds; round++) {
            int high = CLEAR + 1;
            int width = 9;
            for (int i = 0; i <= Math.min(words, MOST_CODES - CLEAR - 3); i++) {
                bits |= (long) (i == 0 ? 0 : high) << held;
                held += width;
                high++;
                if (high >= 1 << width) {
                    width++;
                }
                for (; held >= 8; held -= 8) {
                    packed.write((int) bits);
                    bits >>>= 8;
                }
            }
            bits |= (long) CLEAR << held;
            held += width;
        }
        for (; held > 0; held -= 8) {
            packed.write((int) bits);
            bits >>>= 8;
        }
        return packed.toByteArray();
    }
}

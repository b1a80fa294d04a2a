package io.curia.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.rpc.net.Budget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CodecProperties {
    private static final int LONGEST = 1 << 20;

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(400);
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("texts") String method, @ForAll long sequence, @ForAll("texts") String error,
            @ForAll long seed) throws Exception {
        byte[] body = value(new Random(seed));
        MessageReader reader = new MessageReader(LONGEST, new Budget(LONGEST, null));
        assertThat(reader.read(Header.response(method, sequence, error, body))).isTrue();
        assertThat(reader.header()).isEqualTo(new Header(bytesAndBack(method), sequence, bytesAndBack(error)));
        assertThat(reader.body()).isEqualTo(body);
        assertThat(reader.read(Header.request(method, sequence, body))).isTrue();
        assertThat(reader.header()).isEqualTo(new Header(bytesAndBack(method), sequence, ""));
    }

    private static String bytesAndBack(String text) {
        return new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** However the bytes are cut, the same messages come out, and no memory stays taken. */
    @Property(tries = 200)
    void messagesSurviveBeingCut(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] body = value(random);
            bodies.add(body);
            all.writeBytes(slice(Header.request("Some.Method", i, body)));
        }
        Budget budget = new Budget(LONGEST, null);
        MessageReader reader = new MessageReader(LONGEST, budget);
        List<byte[]> read = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(all.toByteArray());
        while (rest.hasRemaining()) {
            ByteBuffer piece = rest.slice(rest.position(), Math.min(rest.remaining(), 1 + random.nextInt(40)));
            rest.position(rest.position() + piece.remaining());
            while (piece.hasRemaining()) {
                if (reader.read(piece)) {
                    assertThat(reader.header().sequence()).isEqualTo(read.size());
                    read.add(reader.body());
                }
            }
        }
        assertThat(read).hasSize(bodies.size());
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(bodies.get(i));
        }
        assertThat(budget.left()).isEqualTo(LONGEST);
    }

    private static byte[] slice(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /** Garbage is refused or awaited, never more; a reader that has refused has taken no more than it was given. */
    @Property(tries = 1000)
    void garbageDoesNoHarm(@ForAll @Size(max = 200) byte[] garbage) {
        Budget budget = new Budget(LONGEST, null);
        MessageReader reader = new MessageReader(LONGEST, budget);
        ByteBuffer data = ByteBuffer.wrap(garbage);
        try {
            while (data.hasRemaining()) {
                reader.read(data);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(MalformedException.class);
        }
        assertThat(budget.left()).isGreaterThan(LONGEST - 3 * 4096);
        reader.clear();
        assertThat(budget.left()).isEqualTo(LONGEST);
    }

    /** A value of any kind, of both specifications. */
    static byte[] value(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        value(random, out, 0);
        return out.toByteArray();
    }

    private static void value(Random random, ByteArrayOutputStream out, int depth) {
        int kind = random.nextInt(depth > 4 ? 7 : 11);
        int size = random.nextInt(depth == 0 ? 16 : 5);
        switch (kind) {
            case 0 -> out.write(new int[] {0xC0, 0xC2, 0xC3, 0x05, 0x7F, 0xE0, 0xFF}[random.nextInt(7)]);
            case 1 -> fixed(out, 0xCC + random.nextInt(8));
            case 2 -> content(out, new int[] {0xA0 | size}, size);
            case 3 -> content(out, new int[] {0xD9 - 21 * random.nextInt(2), size}, size);
            case 4 -> content(out, new int[] {0xDA, 1, size}, 256 + size);
            case 5 -> content(out, new int[] {0xC7, size, 1}, size);
            case 6 -> content(out, new int[] {0xD4 + size % 4, 1}, 1 << size % 4);
            case 7 -> container(random, out, new int[] {0x90 | size}, size, depth);
            case 8 -> container(random, out, new int[] {0xDC, 0, size}, size, depth);
            case 9 -> container(random, out, new int[] {0x80 | size}, size * 2, depth);
            default -> container(random, out, new int[] {0xDF, 0, 0, 0, size}, size * 2, depth);
        }
    }

    private static void fixed(ByteArrayOutputStream out, int code) {
        content(out, new int[] {code}, 1 << (code & 3));
    }

    private static void content(ByteArrayOutputStream out, int[] start, int count) {
        for (int each : start) {
            out.write(each);
        }
        out.writeBytes(new byte[count]);
    }

    private static void container(Random random, ByteArrayOutputStream out, int[] start, int values, int depth) {
        content(out, start, 0);
        for (int i = 0; i < values; i++) {
            value(random, out, depth + 1);
        }
    }
}

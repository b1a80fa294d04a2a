package io.curia.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MsgPropertiesTest {
    private static final int SENTINEL = 77;

    @Property
    void integersAreReadAsTheyWereWritten(@ForAll long value) throws WireException {
        assertThat(new MsgReader(new MsgWriter().integer(value).bytes()).integer()).isEqualTo(value);
    }

    @Property
    void textsAndBytesAreReadAsTheyWereWritten(@ForAll String any, @ForAll byte[] bytes, @ForAll double real)
            throws WireException {
        String text = new String(any.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
        MsgReader in = new MsgReader(new MsgWriter().text(text).raw(bytes).real(real).bool(true).nil().bytes());
        assertThat(in.text()).isEqualTo(text);
        assertThat(in.raw()).isEqualTo(bytes);
        assertThat(in.real()).isEqualTo(real);
        assertThat(in.bool()).isTrue();
        assertThat(in.nil()).isTrue();
        assertThat(in.remaining()).isZero();
    }

    @Property
    void anyValueIsPassedOverAsAWhole(@ForAll("values") BiConsumer<MsgWriter, Integer> value) throws WireException {
        MsgWriter out = new MsgWriter();
        value.accept(out, 0);
        MsgReader in = new MsgReader(out.integer(SENTINEL).bytes());
        in.skip();
        assertThat(in.integer()).isEqualTo(SENTINEL);
        assertThat(in.remaining()).isZero();
    }

    @Property(tries = 3000)
    void anyBytesAreSkippedOrRefused(@ForAll byte[] bytes) {
        MsgReader in = new MsgReader(bytes);
        try {
            while (in.remaining() > 0) {
                int before = in.remaining();
                in.skip();
                assertThat(in.remaining()).isLessThan(before);
            }
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<BiConsumer<MsgWriter, Integer>> values() {
        Arbitrary<BiConsumer<MsgWriter, Integer>> leaf = Arbitraries.oneOf(
                Arbitraries.longs().map(v -> (out, i) -> out.integer(v)),
                Arbitraries.strings().ofMaxLength(300).map(v -> (out, i) -> out.text(v)),
                Arbitraries.doubles().map(v -> (out, i) -> out.real(v)),
                Arbitraries.of(true, false).map(v -> (out, i) -> out.bool(v)),
                Arbitraries.just((out, i) -> out.nil()));
        return Arbitraries.recursive(() -> leaf, inner -> inner.list().ofMaxSize(20).flatMap(list ->
                Arbitraries.of(true, false).map(map -> (out, i) -> write(out, list, map))), 0, 3);
    }

    private static void write(MsgWriter out, List<BiConsumer<MsgWriter, Integer>> list, boolean map) {
        if (map) {
            out.map(list.size());
        } else {
            out.array(list.size());
        }
        for (BiConsumer<MsgWriter, Integer> element : list) {
            if (map) {
                out.text("key");
            }
            element.accept(out, 0);
        }
    }

    @Test
    void readsWhatNewerPeersWrite() throws WireException {
        MsgReader in = new MsgReader(new byte[] {(byte) 0xd9, 2, 'h', 'i', (byte) 0xc4, 1, 9, (byte) 0xca, 0x3f, (byte) 0x80,
            0, 0, (byte) 0xd1, -1, -2});
        assertThat(in.text()).isEqualTo("hi");
        assertThat(in.raw()).containsExactly(9);
        assertThat(in.real()).isEqualTo(1.0);
        assertThat(in.integer()).isEqualTo(-2);
    }

    @Test
    void nestsNoDeeperThanIsGood() {
        byte[] deep = new byte[100];
        java.util.Arrays.fill(deep, (byte) 0x91);
        assertThatThrownBy(() -> new MsgReader(deep).skip()).hasMessageContaining("nested too deeply");
    }
}

package io.curia.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LzwPropertiesTest {
    private static final int MOST = 1 << 22;

    @Property
    void whatIsCompressedComesBack(@ForAll @Size(max = 2000) byte[] data) throws WireException {
        assertThat(Lzw.decompress(Lzw.compress(data, 0, data.length), MOST)).isEqualTo(data);
    }

    /** Long enough for tables to fill up and begin anew. */
    @Property(tries = 60)
    void longDataComesBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int letters,
            @ForAll @IntRange(max = 60_000) int length) throws WireException {
        byte[] data = new byte[length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            data[i] = (byte) random.nextInt(letters);
        }
        assertThat(Lzw.decompress(Lzw.compress(data, 0, length), MOST)).isEqualTo(data);
    }

    @Property(tries = 3000)
    void anyBytesAreDecompressedOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(Lzw.decompress(bytes, 10_000)).hasSizeLessThanOrEqualTo(10_000);
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void readsWhatAnotherProgramWrote() throws WireException {
        int[] packed = {0x54, 0x9e, 0x08, 0x29, 0xf2, 0x44, 0x8a, 0x93, 0x27, 0x54, 0x04, 0x12, 0x34, 0xb8, 0xb0, 0xe0,
            0xc1, 0x84, 0x01, 0x01};
        byte[] bytes = new byte[packed.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) packed[i];
        }
        assertThat(new String(Lzw.decompress(bytes, MOST), StandardCharsets.US_ASCII)).isEqualTo("TOBEORNOTTOBEORTOBEORNOT");
    }

    @Test
    void stopsAtTheLimit() {
        byte[] packed = Lzw.compress(new byte[100_000], 0, 100_000);
        assertThat(packed.length).isLessThan(2000);
        assertThatThrownBy(() -> Lzw.decompress(packed, 99_999)).hasMessageContaining("larger than the limit");
    }
}

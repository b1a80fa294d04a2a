package io.curia.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GoDurationTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void readsGoNotation() {
        assertThat(GoDuration.parse("1h5m")).isEqualTo(3900 * SECOND);
        assertThat(GoDuration.parse("250ms")).isEqualTo(250_000_000);
        assertThat(GoDuration.parse("-1.5s")).isEqualTo(-1_500_000_000L);
        assertThat(GoDuration.parse("3\u00b5s")).isEqualTo(3000);
        assertThat(GoDuration.parse("0")).isZero();
    }

    @Test
    void writesGoNotation() {
        assertThat(GoDuration.format(0)).isEqualTo("0s");
        assertThat(GoDuration.format(200_000_000)).isEqualTo("200ms");
        assertThat(GoDuration.format(10 * SECOND)).isEqualTo("10s");
        assertThat(GoDuration.format(90 * SECOND)).isEqualTo("1m30s");
        assertThat(GoDuration.format(3600 * SECOND)).isEqualTo("1h0m0s");
        assertThat(GoDuration.format(-1_500_000)).isEqualTo("-1.5ms");
    }

    @Test
    void refusesOtherTexts() {
        for (String text : new String[] {"", "5", "s", "1x", "1..2s", "-", "1s2"}) {
            assertThatThrownBy(() -> GoDuration.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 300)
    void readsWhatItWrote(@ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long nanos) {
        assertThat(GoDuration.parse(GoDuration.format(nanos))).isEqualTo(nanos);
    }
}

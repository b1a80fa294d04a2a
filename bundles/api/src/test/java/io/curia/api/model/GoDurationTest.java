package io.curia.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GoDurationTest {

    @Test
    void parses() {
        Object[][] cases = {{"0", 0L}, {"10s", 10_000_000_000L}, {"1h15m30.918s", 4_530_918_000_000L}, {"-1.5h", -5400_000_000_000L},
            {"1us2ns", 1002L}, {"3\u00b5s", 3000L}, {".5s", 500_000_000L}, {"5.s", 5_000_000_000L}, {"+5ms", 5_000_000L},
            {"87600h", 315_360_000_000_000_000L}};
        for (Object[] c : cases) {
            assertThat(GoDuration.parse((String) c[0])).as((String) c[0]).isEqualTo(c[1]);
        }
    }

    @Test
    void refuses() {
        String[][] cases = {
            {"", "time: invalid duration \"\""}, {"x", "time: invalid duration \"x\""},
            {"5", "time: missing unit in duration \"5\""}, {"-", "time: invalid duration \"-\""},
            {"5x", "time: unknown unit \"x\" in duration \"5x\""}, {".s", "time: invalid duration \".s\""},
            {"1 s", "time: unknown unit \" s\" in duration \"1 s\""},
            {"5\u00e4", "time: unknown unit \"\\xc3\\xa4\" in duration \"5\\xc3\\xa4\""}, {"\u0663s", "time: invalid duration \"\\xd9\\xa3s\""},
            {"9999999h", "time: invalid duration \"9999999h\""},
            {"99999999999999999999s", "time: invalid duration \"99999999999999999999s\""}};
        for (String[] c : cases) {
            assertThatThrownBy(() -> GoDuration.parse(c[0])).as(c[0]).isInstanceOf(IllegalArgumentException.class).hasMessage(c[1]);
        }
    }

    @Test
    void formats() {
        Object[][] cases = {{0L, "0s"}, {1L, "1ns"}, {1500L, "1.5\u00b5s"}, {52_000_000L, "52ms"}, {1_500_000_000L, "1.5s"},
            {300_000_000_000L, "5m0s"}, {259_200_000_000_000L, "72h0m0s"}, {-1_000_000_000L, "-1s"},
            {3_600_000_000_001L, "1h0m0.000000001s"}};
        for (Object[] c : cases) {
            assertThat(GoDuration.format((Long) c[0])).isEqualTo(c[1]);
        }
    }

    @Property(tries = 500)
    void whatIsFormattedIsParsedBack(@ForAll long nanos) {
        assertThat(GoDuration.parse(GoDuration.format(nanos))).isEqualTo(nanos);
    }
}

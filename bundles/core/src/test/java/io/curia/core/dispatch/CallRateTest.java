package io.curia.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CallRateTest {
    private final AtomicLong now = new AtomicLong();
    private final CallRate rate = new CallRate(now::get);

    private int taken(int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += rate.take() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void asManyAsThereAreWithoutALimit() {
        assertThat(taken(100_000)).isEqualTo(100_000);
        rate.limit(-1, 1000);
        assertThat(taken(100_000)).isEqualTo(100_000);
    }

    @Test
    void aBurstThenTheRate() {
        rate.limit(10, 5);
        assertThat(taken(100)).isEqualTo(5);
        now.addAndGet(300_000_000L);
        assertThat(taken(100)).isEqualTo(3);
        now.addAndGet(3_600_000_000_000L);
        assertThat(taken(100)).as("no more than a burst, however long nobody asked").isEqualTo(5);
    }

    @Test
    void aNewLimitCountsFromNow() {
        rate.limit(0, 1);
        assertThat(taken(10)).isEqualTo(1);
        now.addAndGet(3_600_000_000_000L);
        assertThat(taken(10)).isZero();
        rate.limit(1, 2);
        assertThat(taken(10)).isEqualTo(2);
        rate.limit(-1, 2);
        assertThat(taken(10)).isEqualTo(10);
    }

    @Property
    void neverMoreThanTheBurstAndWhatTheTimeGives(@ForAll @DoubleRange(max = 1000) double perSecond,
            @ForAll @IntRange(max = 50) int burst, @ForAll @Size(max = 50) int[] pauses) {
        rate.limit(perSecond, burst);
        long begin = now.get();
        int taken = 0;
        for (int pause : pauses) {
            now.addAndGet(pause & 0xFFFFFFF);
            taken += taken(3);
        }
        assertThat((double) taken).isLessThanOrEqualTo(burst + (now.get() - begin) / 1e9 * perSecond + 1e-6);
    }
}

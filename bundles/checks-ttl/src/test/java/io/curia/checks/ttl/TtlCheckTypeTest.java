package io.curia.checks.ttl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.Schedule;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TtlCheckTypeTest {
    private final TtlCheckType type = new TtlCheckType();

    @Test
    void shouldExpireWithTheLastOutput() throws Exception {
        CheckSpec spec = TestContext.spec(Duration.ZERO, Map.of("TTL", 10_000_000_000L));
        assertThat(type.claims(spec)).isTrue();
        assertThat(type.schedule(spec)).isEqualTo(new Schedule.AfterSilence(Duration.ofSeconds(10)));
        try (TestContext context = new TestContext(); Probe probe = type.open(spec, context)) {
            assertThat(probe.run().toCompletableFuture().get())
                    .isEqualTo(new ProbeResult(CheckStatus.CRITICAL, "TTL expired", true));
            context.lastOutput = "fine";
            assertThat(probe.run().toCompletableFuture().get().output())
                    .isEqualTo("TTL expired (last output before timeout follows): fine");
        }
    }

    @Test
    void shouldRefuseNoTime() {
        CheckSpec spec = TestContext.spec(Duration.ZERO, Map.of("TTL", 0L));
        assertThat(type.claims(spec)).isFalse();
        assertThatThrownBy(() -> type.open(spec, null)).isInstanceOf(InvalidCheckException.class)
                .hasMessage("TTL must be > 0 for TTL checks");
    }
}

package io.curia.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.op.CuriaException;
import io.curia.testkit.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final AtomicLong nanos = new AtomicLong(-1);
    private volatile Instant wall = START;

    @Test
    void aFailureIsToldOnceInTenSecondsWhateverTheClockSays() {
        try (DnsFixture dns = new DnsFixture(new SetClock(), nanos::get); LogLines lines = new LogLines(Resolver.class)) {
            dns.directory.failure = CuriaException.failed("no answer");
            ask(dns, 2);
            assertThat(lines.all()).hasSize(1);
            wall = START.plus(Duration.ofDays(1));
            ask(dns, 2);
            assertThat(lines.all()).hasSize(1);
            wall = START.minus(Duration.ofDays(1));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
            ask(dns, 2);
            assertThat(lines.all()).hasSize(2);
        }
    }

    private static void ask(DnsFixture dns, int times) {
        for (int i = 0; i < times; i++) {
            dns.ask("a.node.consul", "A");
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return wall;
        }
    }
}

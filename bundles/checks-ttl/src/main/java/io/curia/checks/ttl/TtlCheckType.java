package io.curia.checks.ttl;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.Schedule;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Component;

/** What is checked reports by itself; only its silence is noticed here. */
@Component
public final class TtlCheckType implements HealthCheckType {
    private static final String TTL = "TTL";

    @Override
    public String name() {
        return "ttl";
    }

    @Override
    public Set<String> fields() {
        return Set.of(TTL);
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return ttl(spec).toNanos() > 0;
    }

    @Override
    public Schedule schedule(CheckSpec spec) {
        return new Schedule.AfterSilence(ttl(spec));
    }

    @Override
    public boolean remembersStatus() {
        return true;
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) throws InvalidCheckException {
        if (!claims(spec)) {
            throw new InvalidCheckException("TTL must be > 0 for TTL checks");
        }
        return () -> CompletableFuture.completedFuture(expired(context.lastOutput()));
    }

    private static ProbeResult expired(String last) {
        String output = last == null || last.isEmpty() ? "TTL expired"
                : "TTL expired (last output before timeout follows): " + last;
        return new ProbeResult(CheckStatus.CRITICAL, output, true);
    }

    private static Duration ttl(CheckSpec spec) {
        return spec.fields().get(TTL) instanceof Number nanos ? Duration.ofNanos(nanos.longValue()) : Duration.ZERO;
    }
}

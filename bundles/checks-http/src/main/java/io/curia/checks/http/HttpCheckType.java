package io.curia.checks.http;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import io.curia.api.net.EventLoop;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** What an HTTP request is answered: 2xx is passing, 429 warning, everything else critical. */
@Component
public final class HttpCheckType implements HealthCheckType {
    private final EventLoop loop = new EventLoop("checks-http");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Set<String> fields() {
        return Set.of("HTTP", "Header", "Method", "Body", "DisableRedirects", "TLSServerName", "TLSSkipVerify");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has("HTTP");
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        return new HttpProbe(loop, context.blocking(), spec, spec.timeoutOr(defaultTimeout()));
    }

    @Deactivate
    void deactivate() {
        loop.close();
    }
}

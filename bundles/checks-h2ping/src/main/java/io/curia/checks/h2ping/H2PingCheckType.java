package io.curia.checks.h2ping;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import io.curia.api.net.EventLoop;
import io.curia.api.net.TlsSettings;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Whether an HTTP/2 server answers a ping; over TLS unless {@code H2PingUseTLS} is false. */
@Component
public final class H2PingCheckType implements HealthCheckType {
    private final EventLoop loop = new EventLoop("checks-h2ping");

    @Override
    public String name() {
        return "h2ping";
    }

    @Override
    public Set<String> fields() {
        return Set.of("H2PING", "H2PingUseTLS", "TLSServerName", "TLSSkipVerify");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has("H2PING");
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        TlsSettings tls = Boolean.FALSE.equals(spec.fields().get("H2PingUseTLS")) ? null
                : new TlsSettings(null, spec.text("TLSServerName"), spec.flag("TLSSkipVerify"), List.of("h2"));
        return new H2PingProbe(loop, spec.text("H2PING"), tls, spec.timeoutOr(defaultTimeout()), context.blocking());
    }

    @Deactivate
    void deactivate() {
        loop.close();
    }
}

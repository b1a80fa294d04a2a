package io.curia.checks.tcp;

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

/** Whether a TCP connection can be made, with {@code TCPUseTLS} also a TLS handshake. */
@Component
public final class TcpCheckType implements HealthCheckType {
    private final EventLoop loop = new EventLoop("checks-tcp");

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public Set<String> fields() {
        return Set.of("TCP", "TCPUseTLS", "TLSServerName", "TLSSkipVerify");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has("TCP");
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        TlsSettings tls = spec.flag("TCPUseTLS")
                ? new TlsSettings(null, spec.text("TLSServerName"), spec.flag("TLSSkipVerify"), List.of()) : null;
        return new TcpProbe(loop, spec.text("TCP"), tls, spec.timeoutOr(defaultTimeout()), context.blocking());
    }

    @Deactivate
    void deactivate() {
        loop.close();
    }
}

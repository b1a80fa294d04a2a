package io.curia.checks.udp;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import io.curia.api.net.EventLoop;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Whether a UDP port takes datagrams: it answers, or at least nobody says that the port is closed. */
@Component
public final class UdpCheckType implements HealthCheckType {
    private final EventLoop loop = new EventLoop("checks-udp");

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public Set<String> fields() {
        return Set.of("UDP");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has("UDP");
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        return new UdpProbe(loop, spec.text("UDP"), spec.timeoutOr(defaultTimeout()), context.blocking());
    }

    @Deactivate
    void deactivate() {
        loop.close();
    }
}

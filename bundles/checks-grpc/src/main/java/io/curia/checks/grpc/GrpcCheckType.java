package io.curia.checks.grpc;

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

/** What a gRPC server's own health service (grpc.health.v1) says of the server, or of one of its services. */
@Component
public final class GrpcCheckType implements HealthCheckType {
    private final EventLoop loop = new EventLoop("checks-grpc");

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public Set<String> fields() {
        return Set.of("GRPC", "GRPCUseTLS", "TLSServerName", "TLSSkipVerify");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has("GRPC");
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        TlsSettings tls = spec.flag("GRPCUseTLS")
                ? new TlsSettings(null, spec.text("TLSServerName"), spec.flag("TLSSkipVerify"), List.of("h2")) : null;
        return new GrpcProbe(loop, spec.text("GRPC"), tls, spec.timeoutOr(defaultTimeout()), context.blocking());
    }

    @Deactivate
    void deactivate() {
        loop.close();
    }
}

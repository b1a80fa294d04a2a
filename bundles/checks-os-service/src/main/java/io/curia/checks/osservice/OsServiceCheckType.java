package io.curia.checks.osservice;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Whether the operating system runs a service: systemd is asked on Linux, elsewhere the check is critical and says so. */
@Component
public final class OsServiceCheckType implements HealthCheckType {
    private static final String SERVICE = "OSService";

    private final String manager;

    /** Asks the systemctl that is on the path. */
    public OsServiceCheckType() {
        this("systemctl");
    }

    OsServiceCheckType(String manager) {
        this.manager = manager;
    }

    @Override
    public String name() {
        return "os_service";
    }

    @Override
    public Set<String> fields() {
        return Set.of(SERVICE);
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has(SERVICE);
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        return new OsServiceProbe(context, manager, spec.text(SERVICE), spec.timeoutOr(defaultTimeout()));
    }
}

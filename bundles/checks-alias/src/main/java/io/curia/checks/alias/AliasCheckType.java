package io.curia.checks.alias;

import io.curia.api.agent.LocalServices;
import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import io.curia.api.check.Schedule;
import io.curia.api.op.Dispatcher;
import java.time.Duration;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The state of another service, of this node or of another one. */
@Component(service = HealthCheckType.class)
public final class AliasCheckType implements HealthCheckType {
    private static final String SERVICE = "AliasService";
    private static final String NODE = "AliasNode";

    private final LocalServices local;
    private final Dispatcher dispatcher;

    @Activate
    public AliasCheckType(@Reference LocalServices local, @Reference Dispatcher dispatcher) {
        this.local = local;
        this.dispatcher = dispatcher;
    }

    @Override
    public String name() {
        return "alias";
    }

    @Override
    public Set<String> fields() {
        return Set.of(SERVICE, NODE);
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has(SERVICE) || spec.has(NODE);
    }

    @Override
    public Schedule schedule(CheckSpec spec) {
        return new Schedule.OnTrigger(Duration.ofMinutes(1));
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        String service = spec.text(SERVICE);
        String node = spec.text(NODE);
        if (node.isEmpty() || node.equalsIgnoreCase(context.nodeName())) {
            return new LocalAlias(local, context, spec.checkID(), service);
        }
        RemoteAlias remote = new RemoteAlias(dispatcher, context, spec.checkID(), node, service);
        remote.watch();
        return remote;
    }
}

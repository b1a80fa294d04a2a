package io.curia.checks.script;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** What a program ends with: 0 is passing, 1 warning, everything else critical. */
@Component
public final class ScriptCheckType implements HealthCheckType {
    private static final String ARGS = "Args";
    private static final String SCRIPT_ARGS = "ScriptArgs";

    @Override
    public String name() {
        return "script";
    }

    @Override
    public Set<String> fields() {
        return Set.of(SCRIPT_ARGS, ARGS);
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return (spec.has(SCRIPT_ARGS) || spec.has(ARGS)) && !spec.has("DockerContainerID");
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) {
        List<String> command = spec.texts(spec.has(SCRIPT_ARGS) ? SCRIPT_ARGS : ARGS);
        return new ScriptProbe(context, command, spec.timeoutOr(defaultTimeout()), spec.outputMaxSize());
    }
}

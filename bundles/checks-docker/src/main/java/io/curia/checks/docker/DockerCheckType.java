package io.curia.checks.docker;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** What a program ends with that is run in a container: 0 is passing, 1 warning, everything else critical. */
@Component
public final class DockerCheckType implements HealthCheckType {
    private static final String CONTAINER = "DockerContainerID";

    private final String host;

    /** Talks to the daemon that DOCKER_HOST names, else to the local one. */
    public DockerCheckType() {
        this(System.getenv("DOCKER_HOST"));
    }

    DockerCheckType(String host) {
        this.host = host == null || host.isEmpty() ? "unix:///var/run/docker.sock" : host;
    }

    @Override
    public String name() {
        return "docker";
    }

    /** The program itself is in the fields of the script type, which leaves them to this one. */
    @Override
    public Set<String> fields() {
        return Set.of(CONTAINER, "Shell", "ScriptArgs", "Args");
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has(CONTAINER);
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) throws InvalidCheckException {
        List<String> arguments = spec.texts(spec.has("ScriptArgs") ? "ScriptArgs" : "Args");
        if (arguments.isEmpty()) {
            throw new InvalidCheckException("Args are required for Docker checks");
        }
        String shell = spec.text("Shell");
        List<String> command = shell.isEmpty() || arguments.size() > 1 ? arguments : List.of(shell, "-c", arguments.get(0));
        return new DockerProbe(context, new DockerAddress(host), spec.text(CONTAINER), command,
                spec.timeoutOr(defaultTimeout()), spec.outputMaxSize());
    }
}

package io.curia.api.check;

import java.time.Duration;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of health check: implement it, publish it as an OSGi service, and agents can probe something new.
 *
 * <p>The core owns scheduling, stagger, timeouts, thresholds, output limits and status transitions. A type only says which
 * definitions are its own and how to look once. Every type runs guarded: a probe that hangs, throws or leaks costs its
 * own check only. When the service goes away its checks turn critical and say why; when it comes back they resume.
 *
 * <p>Methods may be called from several threads. They must not block.
 */
@ConsumerType
public interface HealthCheckType {
    /** What the API shows as the check's type; unique, lower case, for example {@code http}. */
    String name();

    /**
     * The definition's fields that belong to this type, by their name in the HTTP API. In configuration files they may
     * be written in snake case ({@code TLSSkipVerify} as {@code tls_skip_verify}). The first of them to be present in a
     * definition makes the check one of this type, see {@link #claims}.
     */
    Set<String> fields();

    /** Whether a check with this definition is of this type. */
    boolean claims(CheckSpec spec);

    /** When to probe. */
    default Schedule schedule(CheckSpec spec) {
        return new Schedule.Every(spec.interval());
    }

    /** How long a probe may take when the definition names no timeout. */
    default Duration defaultTimeout() {
        return Duration.ofSeconds(10);
    }

    /** Whether the status survives a restart of the agent for as long as its time to live lasts. */
    default boolean remembersStatus() {
        return false;
    }

    /**
     * Prepares to probe.
     *
     * @throws InvalidCheckException when the definition makes no sense; it is refused with that text
     */
    Probe open(CheckSpec spec, CheckContext context) throws InvalidCheckException;
}

package io.curia.core.agent.parse;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.check.CheckStatus;
import io.curia.api.op.CuriaException;
import java.util.function.Predicate;

/** What a check's definition has to fulfil (reference: http-api, section 4). */
public final class CheckRules {
    private CheckRules() { }

    /**
     * Refuses a stand-alone check that makes no sense.
     *
     * @param claimed whether a check type that is not well known takes the definition
     */
    public static void check(CheckDefinition check, Predicate<CheckDefinition> claimed) {
        if (check.name().isEmpty()) {
            throw CuriaException.badRequest("Missing check name");
        }
        if (!statusKnown(check)) {
            throw CuriaException.badRequest("Bad check status");
        }
        kind(check, claimed);
    }

    /** Refuses a definition whose fields contradict each other. */
    static void kind(CheckDefinition check, Predicate<CheckDefinition> claimed) {
        boolean periodic = CheckKinds.periodic(check);
        boolean alias = CheckKinds.alias(check);
        String problem = null;
        if (check.intervalNanos() > 0 && check.ttlNanos() > 0) {
            problem = "Interval and TTL cannot both be specified";
        } else if (periodic && check.intervalNanos() <= 0) {
            problem = "Interval must be > 0 for Script, HTTP, H2PING, or TCP checks";
        } else if (periodic && alias) {
            problem = "Interval cannot be set for Alias checks";
        } else if (alias && check.ttlNanos() > 0) {
            problem = "TTL must be not be set for Alias checks";
        } else if (!periodic && !alias && check.ttlNanos() <= 0 && !claimed.test(check)) {
            problem = "TTL must be > 0 for TTL checks";
        } else if (check.outputMaxSize() < 0) {
            problem = "MaxOutputMaxSize must be positive";
        } else if (check.failuresBeforeWarning() > Math.max(1, check.failuresBeforeCritical())) {
            problem = "FailuresBeforeWarning can't be higher than FailuresBeforeCritical";
        }
        if (problem != null) {
            throw CuriaException.badRequest("Invalid check: " + problem);
        }
    }

    static boolean statusKnown(CheckDefinition check) {
        return check.status().isEmpty() || CheckStatus.of(check.status()) != null;
    }

    /** Refuses programs where they are not allowed; {@code local} for definitions in configuration files. */
    public static void scripts(CheckDefinition check, boolean local, boolean allowed) {
        if (!allowed && CheckKinds.script(check)) {
            throw CuriaException.failed(local
                    ? "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or "
                            + "'enable_local_script_checks' to true"
                    : "Scripts are disabled on this agent from remote calls; to enable, configure "
                            + "'enable_script_checks' to true");
        }
    }
}

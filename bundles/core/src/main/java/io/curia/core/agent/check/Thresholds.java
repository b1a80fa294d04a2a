package io.curia.core.agent.check;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.check.CheckStatus;

/**
 * How many results of a kind in a row it takes to change a check's status. The counters start full, so that the first
 * result counts at once. Used by one thread at a time.
 */
public final class Thresholds {
    private final int passing;
    private final int warning;
    private final int critical;
    private int successes;
    private int failures;

    public Thresholds(int passing, int warning, int critical) {
        this.passing = passing;
        this.critical = critical;
        this.warning = warning > 0 ? warning : critical;
        this.successes = passing;
        this.failures = critical;
    }

    public static Thresholds of(CheckDefinition check) {
        return new Thresholds(check.successBeforePassing(), check.failuresBeforeWarning(),
                check.failuresBeforeCritical());
    }

    /** The status to take on, or null to keep the present one. */
    CheckStatus next(CheckStatus found) {
        if (found != CheckStatus.CRITICAL) {
            failures = 0;
            successes = Math.min(successes + 1, Integer.MAX_VALUE - 1);
            return successes >= passing ? found : null;
        }
        successes = 0;
        failures = Math.min(failures + 1, Integer.MAX_VALUE - 1);
        if (failures >= critical) {
            return CheckStatus.CRITICAL;
        }
        return failures >= warning ? CheckStatus.WARNING : null;
    }
}

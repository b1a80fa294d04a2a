package io.curia.checks.alias;

import io.curia.api.check.ProbeResult;
import io.curia.api.model.HealthCheck;

/** The worst of the checks that count: those of the aliased service and those of its node. */
final class Verdict {
    private final String serviceID;
    private HealthCheck worst;
    private boolean any;

    /** @param serviceID the aliased service, "" for the node alone */
    Verdict(String serviceID) {
        this.serviceID = serviceID;
    }

    void add(HealthCheck check) {
        if (!check.serviceID().isEmpty() && !check.serviceID().equals(serviceID)) {
            return;
        }
        any = true;
        if (rank(check) > (worst == null ? 0 : rank(worst))) {
            worst = check;
        }
    }

    private static int rank(HealthCheck check) {
        return switch (check.status()) {
            case HealthCheck.PASSING -> 0;
            case HealthCheck.WARNING -> 1;
            default -> 2;
        };
    }

    ProbeResult result() {
        if (!any) {
            return ProbeResult.passing("No checks found.");
        }
        if (worst == null) {
            return ProbeResult.passing("All checks passing.");
        }
        String output = "Aliased check \"" + worst.name() + "\" failing: " + worst.output();
        return rank(worst) == 1 ? ProbeResult.warning(output) : ProbeResult.critical(output);
    }

    static ProbeResult missing(String serviceID, String node) {
        return ProbeResult.critical("Service " + serviceID + " could not be found on node " + node);
    }
}

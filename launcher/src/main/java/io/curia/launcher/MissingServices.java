package io.curia.launcher;

import io.curia.api.platform.BundleInventory;
import org.slf4j.Logger;

/** Tells the operator, a line each, what did not start and what it waits for. */
final class MissingServices {
    private static final String OWN = "io.curia.";
    /** How the component runtime says that a part waits for another one that has failed. */
    private static final String CONSEQUENCE = "Unable to get service for reference";
    private static final String OPTIONAL = "io.curia.checks.";

    private MissingServices() {
    }

    static void report(BundleInventory inventory, Logger logger) {
        for (BundleInventory.BundleInfo bundle : inventory.bundles()) {
            if (!bundle.problem().isEmpty()) {
                logger.error(bundle.problem());
            }
        }
    }

    /**
     * Why an agent must not go on: a part of the program's own that could not start, such as a listener whose port is
     * taken. Null if there is none; a check type or an operator's bundle that fails is no reason.
     */
    static String fatal(BundleInventory inventory) {
        String consequence = null;
        for (BundleInventory.BundleInfo bundle : inventory.bundles()) {
            if (bundle.name().startsWith(OWN) && !bundle.name().startsWith(OPTIONAL)) {
                for (BundleInventory.ComponentInfo component : bundle.components()) {
                    String failure = component.failure();
                    if (failure.contains(CONSEQUENCE)) {
                        consequence = failure;
                    } else if (!failure.isEmpty()) {
                        return failure;
                    }
                }
            }
        }
        return consequence;
    }
}

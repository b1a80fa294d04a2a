package io.curia.launcher;

import io.curia.api.platform.BundleInventory;
import org.slf4j.Logger;

/** Tells the operator, a line each, what did not start and what it waits for. */
final class MissingServices {
    private MissingServices() {
    }

    static void report(BundleInventory inventory, Logger logger) {
        for (BundleInventory.BundleInfo bundle : inventory.bundles()) {
            if (!bundle.problem().isEmpty()) {
                logger.error(bundle.problem());
            }
        }
    }
}

package io.curia.itests;

/** The same with the bundles of a client agent. */
public class ClientFeatureIT extends FeatureIT {
    @Override
    protected String set() {
        return "client";
    }
}

package io.curia.itests;

/** The same with the bundles of a server that keeps its state. */
public class ServerFeatureIT extends FeatureIT {
    @Override
    protected String set() {
        return "server";
    }
}

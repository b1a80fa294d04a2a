package io.curia.itests;

/** The same with the bundles of a server whose consensus is Atomix'. */
public class ServerAtomixFeatureIT extends FeatureIT {
    @Override
    protected String set() {
        return "server-atomix";
    }
}

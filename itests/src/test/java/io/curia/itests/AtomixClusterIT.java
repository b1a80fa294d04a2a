package io.curia.itests;

/** The same walkthroughs with the other consensus engine. */
class AtomixClusterIT extends ClusterIT {
    @Override
    String engine() {
        return "atomix";
    }
}

package io.curia.itests;

/** The same with the other consensus engine. */
class AtomixDurabilityIT extends DurabilityIT {
    @Override
    String engine() {
        return "atomix";
    }
}

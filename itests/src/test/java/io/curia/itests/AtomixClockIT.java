package io.curia.itests;

/** The same with the other consensus engine. */
class AtomixClockIT extends ClockIT {
    @Override
    String engine() {
        return "atomix";
    }
}

package io.curia.platform;

import java.util.List;

/**
 * A component as far as explaining needs it.
 *
 * @param provides the interfaces it is registered with
 * @param missing the references without a service
 * @param pids the configurations it cannot do without and does not have
 * @param failure what its activation threw, "" for nothing
 */
record Component(String name, State state, List<String> provides, List<Reference> missing, List<String> pids, String failure) {
    enum State { ACTIVE, SATISFIED, UNSATISFIED, NO_CONFIGURATION, FAILED, DISABLED }

    /** A reference; {@code target} is its filter, "" for none. */
    record Reference(String name, String type, String target) { }

    /** Whether it works or would when asked. */
    boolean available() {
        return state == State.ACTIVE || state == State.SATISFIED;
    }
}

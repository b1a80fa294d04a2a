package io.curia.core.filter;

/** What a comparison does; {@link #holdsForAbsent} is its result for a map key that is not there. */
enum Operator {
    EQUAL("Equal", false),
    NOT_EQUAL("Not Equal", true),
    IN("In", false),
    NOT_IN("Not In", true),
    IS_EMPTY("Is Empty", true),
    IS_NOT_EMPTY("Is Not Empty", false),
    MATCHES("Matches", false),
    NOT_MATCHES("Not Matches", true);

    private final String label;
    private final boolean holdsForAbsent;

    Operator(String label, boolean holdsForAbsent) {
        this.label = label;
        this.holdsForAbsent = holdsForAbsent;
    }

    String label() {
        return label;
    }

    boolean holdsForAbsent() {
        return holdsForAbsent;
    }
}

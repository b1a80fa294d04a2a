package io.curia.core.store;

/** The tables whose last change has an index of its own. */
public enum Table {
    /** Nodes. */
    NODES("nodes"),
    /** Service instances. */
    SERVICES("services"),
    /** Checks. */
    CHECKS("checks"),
    /** Keys and values. */
    KVS("kvs"),
    /** Deleted keys. */
    TOMBSTONES("tombstones"),
    /** Sessions. */
    SESSIONS("sessions"),
    /** Network coordinates. */
    COORDINATES("coordinates"),
    /** Prepared queries. */
    QUERIES("prepared-queries"),
    /** Configuration entries. */
    CONFIG_ENTRIES("config-entries"),
    /** Certificate authority. */
    CA_ROOTS("connect-ca-roots");

    private final String text;

    Table(String text) {
        this.text = text;
    }

    /** The table's name in snapshots. */
    public String text() {
        return text;
    }
}

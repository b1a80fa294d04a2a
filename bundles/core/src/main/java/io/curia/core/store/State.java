package io.curia.core.store;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.CaRoots;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;

/**
 * All data as of one moment; never changes. A field is a tree; the comment names its key.
 *
 * <p>Only {@link StateTxn} makes new states, on the thread that applies the log.
 */
public final class State {
    /** Nothing stored yet. */
    public static final State EMPTY = new State(new StateTxn());

    /** The newest log entry that this state has seen. */
    public final long index;
    /** Its term. */
    public final long term;
    /** Nodes by name. */
    public final RadixTree<Node> nodes;
    /** Names of nodes by node id. */
    public final RadixTree<String> nodeIds;
    /** Instances by node, id. */
    public final RadixTree<Instance> services;
    /** Instances by service, node, id. */
    public final RadixTree<Instance> servicesByName;
    /** Proxies and native instances by the service that they stand for, node, id. */
    public final RadixTree<Instance> connectByName;
    /** Checks by node, id. */
    public final RadixTree<HealthCheck> checks;
    /** Checks by node, service id (empty for those of the node), id. */
    public final RadixTree<HealthCheck> checksByService;
    /** Checks of services by service name, node, id. */
    public final RadixTree<HealthCheck> checksByServiceName;
    /** Entries by key. */
    public final RadixTree<KvEntry> kv;
    /** Keys by the session that holds them, key. */
    public final RadixTree<String> kvBySession;
    /** Deleted keys by key. */
    public final RadixTree<Tombstone> tombstones;
    /** Sessions by id. */
    public final RadixTree<Session> sessions;
    /** Sessions by node, id. */
    public final RadixTree<Session> sessionsByNode;
    /** Ids of sessions by node, check, session id. */
    public final RadixTree<String> sessionsByCheck;
    /** Coordinates by node, segment. */
    public final RadixTree<NodeCoordinate> coordinates;
    /** Prepared queries by id. */
    public final RadixTree<PreparedQuery> queries;
    /** Configuration entries by kind, name. */
    public final RadixTree<ConfigEntry> configEntries;
    /** Index of the last change of each table, by {@link Table#ordinal()}. */
    private final long[] tableIndexes;
    /** Index of the last change of each service that has instances, by name. */
    public final RadixTree<Long> serviceIndexes;
    /** Index of the last time a service lost its last instance; 0 for never. */
    public final long lastExtinction;
    /** Root certificates, or null. */
    public final CaRoots caRoots;
    /** Private key of the active root as PEM, "" for none. Servers only; no read shows it. */
    public final String caKey;

    /** How the leader looks after the servers; null while nobody has said. */
    public final AutopilotConfiguration autopilot;

    State(StateTxn txn) {
        index = txn.index;
        term = txn.term;
        nodes = txn.nodes;
        nodeIds = txn.nodeIds;
        services = txn.services;
        servicesByName = txn.servicesByName;
        connectByName = txn.connectByName;
        checks = txn.checks;
        checksByService = txn.checksByService;
        checksByServiceName = txn.checksByServiceName;
        kv = txn.kv;
        kvBySession = txn.kvBySession;
        tombstones = txn.tombstones;
        sessions = txn.sessions;
        sessionsByNode = txn.sessionsByNode;
        sessionsByCheck = txn.sessionsByCheck;
        coordinates = txn.coordinates;
        queries = txn.queries;
        configEntries = txn.configEntries;
        tableIndexes = txn.tableIndexes.clone();
        serviceIndexes = txn.serviceIndexes;
        lastExtinction = txn.lastExtinction;
        caRoots = txn.caRoots;
        caKey = txn.caKey;
        autopilot = txn.autopilot;
    }

    /** Index of the last change of a table; 0 for never. */
    public long tableIndex(Table table) {
        return tableIndexes[table.ordinal()];
    }

    /** Index of the last change of any of the tables. */
    public long tableIndex(Table first, Table second) {
        return Math.max(tableIndex(first), tableIndex(second));
    }

    long[] tableIndexes() {
        return tableIndexes.clone();
    }

    /** The same data as of another log entry, after a restore. */
    public State at(long newIndex, long newTerm) {
        return new State(new StateTxn(this, newIndex, newTerm));
    }

    /** The node of a name, or null. */
    public Node node(String name) {
        return nodes.get(Keys.name(name));
    }
}

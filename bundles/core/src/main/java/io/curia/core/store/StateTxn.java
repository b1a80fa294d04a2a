package io.curia.core.store;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.CaRoots;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.NodeService;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A state in the making: starts as a copy of one, is changed row by row, and becomes another. Keeps every secondary tree
 * and index in line with its table, and notes which topics were touched. One thread, one log entry.
 */
public final class StateTxn {
    long index;
    long term;
    RadixTree<Node> nodes = RadixTree.empty();
    RadixTree<String> nodeIds = RadixTree.empty();
    RadixTree<Instance> services = RadixTree.empty();
    RadixTree<Instance> servicesByName = RadixTree.empty();
    RadixTree<Instance> connectByName = RadixTree.empty();
    RadixTree<HealthCheck> checks = RadixTree.empty();
    RadixTree<HealthCheck> checksByService = RadixTree.empty();
    RadixTree<HealthCheck> checksByServiceName = RadixTree.empty();
    RadixTree<KvEntry> kv = RadixTree.empty();
    RadixTree<String> kvBySession = RadixTree.empty();
    RadixTree<Tombstone> tombstones = RadixTree.empty();
    RadixTree<Session> sessions = RadixTree.empty();
    RadixTree<Session> sessionsByNode = RadixTree.empty();
    RadixTree<String> sessionsByCheck = RadixTree.empty();
    RadixTree<NodeCoordinate> coordinates = RadixTree.empty();
    RadixTree<PreparedQuery> queries = RadixTree.empty();
    RadixTree<ConfigEntry> configEntries = RadixTree.empty();
    final long[] tableIndexes;
    RadixTree<Long> serviceIndexes = RadixTree.empty();
    long lastExtinction;
    CaRoots caRoots;
    String caKey = "";
    AutopilotConfiguration autopilot;
    private final Set<String> touched = new HashSet<>(8);
    private final Set<String> touchedKeys = new HashSet<>(2);
    private Map<String, Long> lockDelays = Map.of();

    StateTxn() {
        tableIndexes = new long[Table.values().length];
    }

    /** Starts from a state, for the log entry at {@code index}. */
    public StateTxn(State from, long index, long term) {
        this.index = index;
        this.term = term;
        nodes = from.nodes;
        nodeIds = from.nodeIds;
        services = from.services;
        servicesByName = from.servicesByName;
        connectByName = from.connectByName;
        checks = from.checks;
        checksByService = from.checksByService;
        checksByServiceName = from.checksByServiceName;
        kv = from.kv;
        kvBySession = from.kvBySession;
        tombstones = from.tombstones;
        sessions = from.sessions;
        sessionsByNode = from.sessionsByNode;
        sessionsByCheck = from.sessionsByCheck;
        coordinates = from.coordinates;
        queries = from.queries;
        configEntries = from.configEntries;
        tableIndexes = from.tableIndexes();
        serviceIndexes = from.serviceIndexes;
        lastExtinction = from.lastExtinction;
        caRoots = from.caRoots;
        caKey = from.caKey;
        autopilot = from.autopilot;
    }

    /** The index of the log entry that is being applied. */
    public long index() {
        return index;
    }

    /** What has become of the state so far. */
    public State view() {
        return new State(this);
    }

    /** Topics touched, but for keys. */
    public Set<String> touched() {
        return touched;
    }

    /** Keys written or deleted. */
    public Set<String> touchedKeys() {
        return touchedKeys;
    }

    /** Keys that a session lost by invalidation, and for how many nanoseconds the leader bars them from new locks. */
    public Map<String, Long> lockDelays() {
        return lockDelays;
    }

    /** Notes that a key was lost by invalidation. */
    public void delayLock(String key, long nanos) {
        if (lockDelays.isEmpty()) {
            lockDelays = new HashMap<>();
        }
        lockDelays.put(key, nanos);
    }

    private void bump(Table table) {
        tableIndexes[table.ordinal()] = index;
        touched.add(Topics.table(table));
    }

    // -- nodes ---------------------------------------------------------------------------------------------------------

    /** The node of a name, or null. */
    public Node node(String name) {
        return nodes.get(Keys.name(name));
    }

    /** The name of the node with an id, or null. */
    public String nodeNameOf(String id) {
        return nodeIds.get(idKey(id));
    }

    /** Stores a node; all its services change with it. */
    public void putNode(Node node) {
        Node old = node(node.node());
        if (old != null && !old.id().isEmpty()) {
            nodeIds = nodeIds.remove(idKey(old.id()));
        }
        nodes = nodes.put(Keys.name(node.node()), node);
        if (!node.id().isEmpty()) {
            nodeIds = nodeIds.put(idKey(node.id()), node.node());
        }
        bump(Table.NODES);
        touchNode(node.node());
        bumpServicesOf(node.node());
    }

    /** Removes a node that has no services and checks any more. */
    public void removeNode(Node node) {
        nodes = nodes.remove(Keys.name(node.node()));
        if (!node.id().isEmpty()) {
            nodeIds = nodeIds.remove(idKey(node.id()));
        }
        bump(Table.NODES);
        bump(Table.SERVICES);
        touchNode(node.node());
    }

    /** Ids are looked up by their beginning, whether or not its dashes are where they belong. */
    public static byte[] idKey(String id) {
        return Keys.name(id.replace("-", ""));
    }

    private void touchNode(String node) {
        touched.add(Topics.node(Keys.folded(node)));
    }

    private void bumpServicesOf(String node) {
        services.forEach(Keys.below(node), row -> {
            bumpService(row.service());
            return true;
        });
    }

    // -- services ------------------------------------------------------------------------------------------------------

    /** The instance of a node and id, or null. */
    public NodeService service(String node, String id) {
        Instance row = services.get(Keys.name(node, id));
        return row == null ? null : row.service();
    }

    /** Stores an instance. */
    public void putService(String node, NodeService service) {
        NodeService old = service(node, service.id());
        if (old != null) {
            unlink(node, old);
            boolean renamed = !Keys.folded(old.service()).equals(Keys.folded(service.service()));
            if (renamed && !servicesByName.anyWith(Keys.below(old.service()))) {
                // Another name for the last instance is no extinction: readers of the old name see an older index.
                serviceIndexes = serviceIndexes.remove(Keys.name(old.service()));
            } else {
                serviceIndexes = serviceIndexes.put(Keys.name(old.service()), index);
            }
        }
        Instance row = new Instance(node, service);
        services = services.put(Keys.name(node, service.id()), row);
        servicesByName = servicesByName.put(Keys.name(service.service(), node, service.id()), row);
        String destination = connectName(service);
        if (destination != null) {
            connectByName = connectByName.put(Keys.name(destination, node, service.id()), row);
        }
        bump(Table.SERVICES);
        touchNode(node);
        bumpService(service);
    }

    /** Removes an instance that has no checks any more. */
    public void removeService(String node, NodeService service) {
        services = services.remove(Keys.name(node, service.id()));
        unlink(node, service);
        if (servicesByName.anyWith(Keys.below(service.service()))) {
            serviceIndexes = serviceIndexes.put(Keys.name(service.service()), index);
        } else {
            serviceIndexes = serviceIndexes.remove(Keys.name(service.service()));
            lastExtinction = index;
        }
        bump(Table.SERVICES);
        touchNode(node);
    }

    private void unlink(String node, NodeService old) {
        servicesByName = servicesByName.remove(Keys.name(old.service(), node, old.id()));
        String destination = connectName(old);
        if (destination != null) {
            connectByName = connectByName.remove(Keys.name(destination, node, old.id()));
            touched.add(Topics.connect(Keys.folded(destination)));
        }
        touched.add(Topics.service(Keys.folded(old.service())));
    }

    private void bumpService(NodeService service) {
        serviceIndexes = serviceIndexes.put(Keys.name(service.service()), index);
        touched.add(Topics.service(Keys.folded(service.service())));
        String destination = connectName(service);
        if (destination != null) {
            touched.add(Topics.connect(Keys.folded(destination)));
        }
    }

    private static String connectName(NodeService service) {
        if (NodeService.CONNECT_PROXY.equals(service.kind())) {
            return service.proxy().destinationServiceName();
        }
        return service.connect() != null && service.connect().isNative() ? service.service() : null;
    }

    // -- checks --------------------------------------------------------------------------------------------------------

    /** The check of a node and id, or null. */
    public HealthCheck check(String node, String id) {
        return checks.get(Keys.name(node, id));
    }

    /** Stores a check; its service, or all services of the node, change with it. */
    public void putCheck(HealthCheck check) {
        HealthCheck old = check(check.node(), check.checkID());
        if (old != null) {
            unlink(old);
        }
        checks = checks.put(Keys.name(check.node(), check.checkID()), check);
        checksByService = checksByService.put(Keys.name(check.node(), check.serviceID(), check.checkID()), check);
        if (!check.serviceName().isEmpty()) {
            checksByServiceName =
                    checksByServiceName.put(Keys.name(check.serviceName(), check.node(), check.checkID()), check);
        }
        touchCheck(check);
        if (old != null && !old.serviceID().equals(check.serviceID())) {
            touchCheck(old);
        }
    }

    /** Removes a check. */
    public void removeCheck(HealthCheck check) {
        checks = checks.remove(Keys.name(check.node(), check.checkID()));
        unlink(check);
        touchCheck(check);
    }

    private void unlink(HealthCheck old) {
        checksByService = checksByService.remove(Keys.name(old.node(), old.serviceID(), old.checkID()));
        if (!old.serviceName().isEmpty()) {
            checksByServiceName =
                    checksByServiceName.remove(Keys.name(old.serviceName(), old.node(), old.checkID()));
        }
    }

    private void touchCheck(HealthCheck check) {
        bump(Table.CHECKS);
        touchNode(check.node());
        if (check.serviceID().isEmpty()) {
            bumpServicesOf(check.node());
        } else {
            NodeService service = service(check.node(), check.serviceID());
            if (service != null) {
                bumpService(service);
            }
            touched.add(Topics.service(Keys.folded(check.serviceName())));
        }
    }

    // -- keys and values -----------------------------------------------------------------------------------------------

    /** The entry of a key, or null. */
    public KvEntry kv(String key) {
        return kv.get(Keys.bytes(key));
    }

    /** Stores an entry. */
    public void putKv(KvEntry entry) {
        KvEntry old = kv(entry.key());
        if (old != null && !old.session().isEmpty() && !old.session().equals(entry.session())) {
            kvBySession = kvBySession.remove(sessionKey(old.session(), entry.key()));
        }
        if (!entry.session().isEmpty()) {
            kvBySession = kvBySession.put(sessionKey(entry.session(), entry.key()), entry.key());
        }
        kv = kv.put(Keys.bytes(entry.key()), entry);
        tableIndexes[Table.KVS.ordinal()] = index;
        touchedKeys.add(entry.key());
    }

    /** Deletes an entry and leaves a tombstone. */
    public void removeKv(KvEntry entry) {
        if (!entry.session().isEmpty()) {
            kvBySession = kvBySession.remove(sessionKey(entry.session(), entry.key()));
        }
        byte[] key = Keys.bytes(entry.key());
        kv = kv.remove(key);
        tombstones = tombstones.put(key, new Tombstone(entry.key(), index));
        tableIndexes[Table.KVS.ordinal()] = index;
        tableIndexes[Table.TOMBSTONES.ordinal()] = index;
        touchedKeys.add(entry.key());
    }

    /** Forgets all tombstones up to an index. */
    public void reapTombstones(long upTo) {
        tombstones.forEach(tombstone -> {
            if (tombstone.index() <= upTo) {
                tombstones = tombstones.remove(Keys.bytes(tombstone.key()));
            }
            return true;
        });
    }

    private static byte[] sessionKey(String session, String key) {
        return Keys.bytes(session + '\0' + key);
    }

    // -- sessions ------------------------------------------------------------------------------------------------------

    /** Stores a session. */
    public void putSession(Session session) {
        sessions = sessions.put(Keys.name(session.id()), session);
        sessionsByNode = sessionsByNode.put(Keys.name(session.node(), session.id()), session);
        for (String check : checkIds(session)) {
            sessionsByCheck = sessionsByCheck.put(Keys.name(session.node(), check, session.id()), session.id());
        }
        touchSession(session);
    }

    /** Removes a session that holds no keys any more. */
    public void removeSession(Session session) {
        sessions = sessions.remove(Keys.name(session.id()));
        sessionsByNode = sessionsByNode.remove(Keys.name(session.node(), session.id()));
        for (String check : checkIds(session)) {
            sessionsByCheck = sessionsByCheck.remove(Keys.name(session.node(), check, session.id()));
        }
        touchSession(session);
    }

    private void touchSession(Session session) {
        bump(Table.SESSIONS);
        touched.add(Topics.session(session.id()));
    }

    /** All checks that a session is bound to. */
    public static Set<String> checkIds(Session session) {
        Set<String> ids = new HashSet<>();
        if (session.nodeChecks() != null) {
            ids.addAll(session.nodeChecks());
        }
        if (session.serviceChecks() != null) {
            session.serviceChecks().forEach(check -> ids.add(check.id()));
        }
        if (session.checks() != null) {
            ids.addAll(session.checks());
        }
        return ids;
    }

    // -- the rest ------------------------------------------------------------------------------------------------------

    /** Stores a coordinate. */
    public void putCoordinate(NodeCoordinate coordinate) {
        coordinates = coordinates.put(Keys.name(coordinate.node(), coordinate.segment()), coordinate);
        bump(Table.COORDINATES);
    }

    /** Removes all coordinates of a node. */
    public void removeCoordinates(String node) {
        coordinates.forEach(Keys.below(node), coordinate -> {
            coordinates = coordinates.remove(Keys.name(coordinate.node(), coordinate.segment()));
            bump(Table.COORDINATES);
            return true;
        });
    }

    /** Stores a prepared query. */
    public void putQuery(PreparedQuery query) {
        queries = queries.put(Keys.name(query.id()), query);
        bump(Table.QUERIES);
    }

    /** Removes a prepared query. */
    public void removeQuery(PreparedQuery query) {
        queries = queries.remove(Keys.name(query.id()));
        bump(Table.QUERIES);
    }

    /** Stores a configuration entry. */
    public void putConfigEntry(ConfigEntry entry) {
        configEntries = configEntries.put(Keys.name(entry.kind(), entry.name()), entry);
        touched.add(Topics.configEntry(entry.kind(), entry.name()));
        bump(Table.CONFIG_ENTRIES);
    }

    /** Removes a configuration entry. */
    public void removeConfigEntry(ConfigEntry entry) {
        configEntries = configEntries.remove(Keys.name(entry.kind(), entry.name()));
        touched.add(Topics.configEntry(entry.kind(), entry.name()));
        bump(Table.CONFIG_ENTRIES);
    }

    /** Replaces the root certificates and the key of the active one. */
    public void putCaRoots(CaRoots roots, String key) {
        caRoots = roots;
        caKey = key;
        bump(Table.CA_ROOTS);
    }

    /** Replaces the autopilot configuration. */
    public void putAutopilot(AutopilotConfiguration config) {
        autopilot = config;
    }

    // -- restoring -----------------------------------------------------------------------------------------------------

    /** Sets the index of a table's last change, as a snapshot has it. */
    public void tableIndex(Table table, long value) {
        tableIndexes[table.ordinal()] = value;
    }

    /** Sets the index of a service's last change, as a snapshot has it. */
    public void serviceIndex(String service, long value) {
        serviceIndexes = serviceIndexes.put(Keys.name(service), value);
    }

    /** Stores a tombstone, as a snapshot has it. */
    public void tombstone(Tombstone tombstone) {
        tombstones = tombstones.put(Keys.bytes(tombstone.key()), tombstone);
    }

    /** Sets when a service last lost its last instance, as a snapshot has it. */
    public void lastExtinction(long value) {
        lastExtinction = value;
    }

    @Override
    public String toString() {
        return "StateTxn[index=" + index + ", tables=" + Arrays.toString(tableIndexes) + "]";
    }
}

package io.curia.core.archive;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.CaRoot;
import io.curia.api.model.CaRoots;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.NodeService;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import io.curia.api.model.Wire;
import io.curia.core.codec.GoConfigEntry;
import io.curia.core.codec.GoTime;
import io.curia.core.codec.Msgpack;
import io.curia.core.store.Keys;
import io.curia.core.store.RadixTree;
import io.curia.core.store.State;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Table;
import io.curia.core.store.Tombstone;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state in an archive, in Consul's format (reference: gossip-rpc, section 5.1): a header, then rows, each the type byte of a
 * command and a value. So archives go from here to there and back. What this release does not keep (access control, intentions
 * of old...) is passed over and counted.
 */
final class PortableState {
    private static final int REGISTRATION = 0;
    private static final int KEY = 2;
    private static final int SESSION = 3;
    private static final int TOMBSTONE = 5;
    private static final int COORDINATES = 6;
    private static final int QUERY = 7;
    private static final int AUTOPILOT = 9;
    private static final int CA_ROOT = 13;
    private static final int CA_PROVIDER = 14;
    private static final int CA_CONFIGURATION = 15;
    private static final int INDEX = 16;
    private static final int CONFIG_ENTRY = 22;
    /** Rows of these types are known and not kept. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(Map.entry(4, "legacy ACLs"), Map.entry(11, "ACL bootstrap"),
            Map.entry(12, "legacy intentions"), Map.entry(17, "ACL tokens"), Map.entry(19, "ACL policies"),
            Map.entry(23, "ACL roles"), Map.entry(25, "ACL binding rules"), Map.entry(27, "ACL auth methods"),
            Map.entry(29, "chunks"), Map.entry(30, "federation states"), Map.entry(31, "system metadata"));
    private static final String SERVICE_PREFIX = "service.";
    private static final String LAST_EXTINCTION = "service_last_extinction";
    private static final String TRUST_DOMAIN_SUFFIX = ".consul";
    private static final Type COORDINATE_LIST = listOf(NodeCoordinate.class);

    /** What the stream begins with. */
    record Header(long lastIndex) { }

    /** A node, and at most one of its services or checks; the indexes are the node's. */
    record Registration(String datacenter, @Wire("ID") String id, String node, String address,
            Map<String, String> taggedAddresses, Map<String, String> nodeMeta, NodeService service, HealthCheck check,
            long createIndex, long modifyIndex) {
        static Registration of(Node node, NodeService service, HealthCheck check) {
            return new Registration(node.datacenter(), node.id(), node.node(), node.address(), node.taggedAddresses(), node.meta(),
                    service, check, node.createIndex(), node.modifyIndex());
        }

        Node toNode(long index) {
            return new Node(id, node, address, datacenter, taggedAddresses, nodeMeta, createIndex == 0 ? index : createIndex,
                    modifyIndex == 0 ? index : modifyIndex);
        }
    }

    /** When a table, or a service, changed last. */
    record IndexRow(String key, long value) { }

    /** A root certificate; the times in Go's form. */
    record RootRow(@Wire("ID") String id, String name, long serialNumber, @Wire("SigningKeyID") String signingKeyID,
            String externalTrustDomain, byte[] notBefore, byte[] notAfter, String rootCert, List<String> intermediateCerts,
            boolean active, String privateKeyType, int privateKeyBits, long createIndex, long modifyIndex) {
        static RootRow of(CaRoot root) {
            return new RootRow(root.id(), root.name(), root.serialNumber(), root.signingKeyID(), root.externalTrustDomain(),
                    GoTime.bytes(root.notBefore()), GoTime.bytes(root.notAfter()), root.rootCert(), root.intermediateCerts(),
                    root.active(), root.privateKeyType(), root.privateKeyBits(), root.createIndex(), root.modifyIndex());
        }

        CaRoot toRoot() throws IOException {
            return new CaRoot(id, name, serialNumber, signingKeyID, externalTrustDomain, GoTime.text(notBefore),
                    GoTime.text(notAfter), rootCert, intermediateCerts, active, privateKeyType, privateKeyBits, createIndex,
                    modifyIndex);
        }
    }

    /** The key that signs. */
    record ProviderRow(@Wire("ID") String id, String privateKey, String rootCert, long createIndex, long modifyIndex) { }

    record CaConfigurationRow(@Wire("ClusterID") String clusterId, String provider, Map<String, Object> config, long createIndex,
            long modifyIndex) { }

    /** A state read, and how many rows of what kind have no place in it. */
    record Read(State state, Map<String, Integer> passedOver) { }

    private final Msgpack msgpack = Msgpack.wire();

    void write(State state, OutputStream out) throws IOException {
        msgpack.write(new Header(state.index), out);
        each(state.nodes, node -> msgpack.write(REGISTRATION, Registration.of(node, null, null), out));
        each(state.services, row -> msgpack.write(REGISTRATION, Registration.of(state.node(row.node()), row.service(), null), out));
        each(state.checks, check -> msgpack.write(REGISTRATION, Registration.of(state.node(check.node()), null, check), out));
        each(state.coordinates, row -> msgpack.write(COORDINATES, List.of(row), out));
        each(state.sessions, session -> msgpack.write(SESSION, session, out));
        each(state.kv, entry -> msgpack.write(KEY, entry, out));
        each(state.tombstones, stone -> msgpack.write(TOMBSTONE,
                new KvEntry(0, stone.key(), 0, null, "", 0, stone.index()), out));
        each(state.queries, query -> msgpack.write(QUERY, query, out));
        if (state.autopilot != null) {
            msgpack.write(AUTOPILOT, state.autopilot, out);
        }
        if (state.caRoots != null) {
            writeAuthority(state.caRoots, state.caKey, out);
        }
        each(state.configEntries, entry -> msgpack.write(CONFIG_ENTRY, GoConfigEntry.request(entry), out));
        for (Table table : Table.values()) {
            msgpack.write(INDEX, new IndexRow(table.text(), state.tableIndex(table)), out);
        }
        msgpack.write(INDEX, new IndexRow(LAST_EXTINCTION, state.lastExtinction), out);
        writeServiceIndexes(state, out);
    }

    private void writeAuthority(CaRoots authority, String key, OutputStream out) throws IOException {
        for (CaRoot root : authority.roots()) {
            msgpack.write(CA_ROOT, RootRow.of(root), out);
            if (root.active()) {
                msgpack.write(CA_PROVIDER, new ProviderRow(root.id(), key, root.rootCert(), root.createIndex(),
                        root.modifyIndex()), out);
            }
        }
        String domain = authority.trustDomain();
        String cluster = domain.endsWith(TRUST_DOMAIN_SUFFIX)
                ? domain.substring(0, domain.length() - TRUST_DOMAIN_SUFFIX.length()) : domain;
        msgpack.write(CA_CONFIGURATION, new CaConfigurationRow(cluster, "consul", Map.of(), 0, 0), out);
    }

    private void writeServiceIndexes(State state, OutputStream out) throws IOException {
        String[] last = {""};
        each(state.servicesByName, row -> {
            String service = Keys.folded(row.service().service());
            Long index = state.serviceIndexes.get(Keys.bytes(service));
            if (!service.equals(last[0]) && index != null) {
                msgpack.write(INDEX, new IndexRow(SERVICE_PREFIX + service, index), out);
            }
            last[0] = service;
        });
    }

    /**
     * Reads a state.
     *
     * @param term of the log that it is of
     * @throws IOException when it is not whole, or damaged
     */
    Read read(byte[] bytes, long term) throws IOException {
        Msgpack.Values in = msgpack.values(bytes);
        try {
            Header header = in.read(Header.class);
            StateTxn txn = new StateTxn(State.EMPTY, header.lastIndex(), term);
            Authority authority = new Authority();
            Map<Table, Long> tables = new TreeMap<>();
            Map<String, Integer> passedOver = new TreeMap<>();
            while (in.next()) {
                row(in, in.number(), txn, authority, tables, passedOver);
            }
            authority.putInto(txn);
            tables.forEach(txn::tableIndex);
            return new Read(txn.view(), passedOver);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException("the state is damaged: " + e.getMessage(), e);
        }
    }

    private static void row(Msgpack.Values in, int type, StateTxn txn, Authority authority, Map<Table, Long> tables,
            Map<String, Integer> passedOver) throws IOException {
        switch (type) {
            case REGISTRATION -> register(in.read(Registration.class), txn);
            case KEY -> txn.putKv(in.read(KvEntry.class));
            case SESSION -> txn.putSession(in.read(Session.class));
            case TOMBSTONE -> {
                KvEntry stone = in.read(KvEntry.class);
                txn.tombstone(new Tombstone(stone.key(), stone.modifyIndex()));
            }
            case COORDINATES -> {
                List<NodeCoordinate> rows = in.read(COORDINATE_LIST);
                rows.forEach(txn::putCoordinate);
            }
            case QUERY -> txn.putQuery(in.read(PreparedQuery.class));
            case AUTOPILOT -> txn.putAutopilot(in.read(AutopilotConfiguration.class));
            case CA_ROOT -> authority.roots.add(in.<RootRow>read(RootRow.class).toRoot());
            case CA_PROVIDER -> authority.provider = in.read(ProviderRow.class);
            case CA_CONFIGURATION -> authority.configuration = in.read(CaConfigurationRow.class);
            case CONFIG_ENTRY -> txn.putConfigEntry(GoConfigEntry.ofRequest(in.read(byte[].class)));
            case INDEX -> index(in.read(IndexRow.class), txn, tables);
            default -> {
                in.skip();
                passedOver.merge(OTHERS.getOrDefault(type, "type " + type), 1, Integer::sum);
            }
        }
    }

    private static void register(Registration row, StateTxn txn) {
        Node node = row.toNode(txn.index());
        if (!node.equals(txn.node(node.node()))) {
            txn.putNode(node);
        }
        if (row.service() != null) {
            txn.putService(node.node(), row.service());
        }
        if (row.check() != null) {
            txn.putCheck(row.check());
        }
    }

    private static void index(IndexRow row, StateTxn txn, Map<Table, Long> tables) {
        if (row.key().equals(LAST_EXTINCTION)) {
            txn.lastExtinction(row.value());
        } else if (row.key().startsWith(SERVICE_PREFIX)) {
            txn.serviceIndex(row.key().substring(SERVICE_PREFIX.length()), row.value());
        } else {
            for (Table table : Table.values()) {
                if (table.text().equals(row.key())) {
                    tables.put(table, row.value());
                }
            }
        }
    }

    /** The certificate authority, which is spread over rows of three types. */
    private static final class Authority {
        private final List<CaRoot> roots = new ArrayList<>();
        private ProviderRow provider;
        private CaConfigurationRow configuration;

        private void putInto(StateTxn txn) {
            CaRoot active = roots.stream().filter(CaRoot::active).findFirst().orElse(null);
            if (active == null || configuration == null || provider == null) {
                return;
            }
            txn.putCaRoots(new CaRoots(active.id(), configuration.clusterId() + TRUST_DOMAIN_SUFFIX, List.copyOf(roots)),
                    provider.privateKey());
        }
    }

    /** What writes a row. */
    private interface RowWriter<T> {
        void write(T row) throws IOException;
    }

    private static <T> void each(RadixTree<T> tree, RowWriter<T> writer) throws IOException {
        IOException[] failed = {null};
        tree.forEach(row -> {
            try {
                writer.write(row);
            } catch (IOException e) {
                failed[0] = e;
            }
            return failed[0] == null;
        });
        if (failed[0] != null) {
            throw failed[0];
        }
    }

    private static Type listOf(Class<?> element) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return new Type[] {element};
            }

            @Override
            public Type getRawType() {
                return List.class;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }
        };
    }
}

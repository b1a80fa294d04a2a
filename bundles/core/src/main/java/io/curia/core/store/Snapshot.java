package io.curia.core.store;

import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.CaRoots;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import io.curia.core.codec.Msgpack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A state as a stream of msgpack values: a header, then rows, each a small number that says its table and a record.
 * Secondary trees are not stored: they are made again.
 */
public final class Snapshot {
    private static final int NODE = 0;
    private static final int SERVICE = 1;
    private static final int CHECK = 2;
    private static final int KV = 3;
    private static final int TOMBSTONE = 4;
    private static final int SESSION = 5;
    private static final int COORDINATE = 6;
    private static final int QUERY = 7;
    private static final int CONFIG_ENTRY = 8;
    private static final int CA_ROOTS = 9;
    private static final int SERVICE_INDEX = 10;
    private static final int AUTOPILOT = 11;
    private static final int END = 127;
    private static final Class<?>[] RECORDS = {Node.class, Instance.class, HealthCheck.class, KvEntry.class,
        Tombstone.class, Session.class, NodeCoordinate.class, PreparedQuery.class, ConfigEntry.class, CaState.class,
        ServiceIndex.class, AutopilotConfiguration.class};

    /** What the stream begins with. */
    record Header(int version, long lastIndex, long lastTerm, long lastExtinction, Map<String, Long> tables) { }

    /** When a service changed last. */
    record ServiceIndex(String service, long index) { }

    /** The certificate authority. */
    record CaState(CaRoots roots, String key) { }

    private static final int VERSION = 1;
    private final Msgpack msgpack;

    /** Writes and reads with a codec. */
    public Snapshot(Msgpack msgpack) {
        this.msgpack = msgpack;
    }

    /** Writes a state. */
    public void write(State state, OutputStream out) throws IOException {
        Map<String, Long> tables = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            tables.put(table.text(), state.tableIndex(table));
        }
        msgpack.write(new Header(VERSION, state.index, state.term, state.lastExtinction, tables), out);
        rows(out, NODE, state.nodes);
        rows(out, SERVICE, state.services);
        rows(out, CHECK, state.checks);
        rows(out, SESSION, state.sessions);
        rows(out, KV, state.kv);
        rows(out, TOMBSTONE, state.tombstones);
        rows(out, COORDINATE, state.coordinates);
        rows(out, QUERY, state.queries);
        rows(out, CONFIG_ENTRY, state.configEntries);
        if (state.caRoots != null) {
            msgpack.write(CA_ROOTS, new CaState(state.caRoots, state.caKey), out);
        }
        if (state.autopilot != null) {
            msgpack.write(AUTOPILOT, state.autopilot, out);
        }
        String[] last = {""};
        IOException[] failed = {null};
        state.servicesByName.forEach(row -> {
            String service = Keys.folded(row.service().service());
            if (!service.equals(last[0])) {
                last[0] = service;
                Long index = state.serviceIndexes.get(Keys.bytes(service));
                try {
                    msgpack.write(SERVICE_INDEX, new ServiceIndex(service, index == null ? 0 : index), out);
                } catch (IOException e) {
                    failed[0] = e;
                }
            }
            return failed[0] == null;
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        msgpack.write(END, true, out);
    }

    private void rows(OutputStream out, int type, RadixTree<?> tree) throws IOException {
        IOException[] failed = {null};
        tree.forEach(row -> {
            try {
                msgpack.write(type, row, out);
            } catch (IOException e) {
                failed[0] = e;
            }
            return failed[0] == null;
        });
        if (failed[0] != null) {
            throw failed[0];
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException when the stream is not a whole snapshot
     */
    public State read(InputStream in) throws IOException {
        try (Msgpack.Reader reader = msgpack.reader(in)) {
            Header header = reader.read(Header.class);
            if (header.version() != VERSION || header.tables() == null) {
                throw new IOException("not a snapshot of a known version");
            }
            StateTxn txn = new StateTxn(State.EMPTY, header.lastIndex(), header.lastTerm());
            while (true) {
                if (reader.next() != JsonToken.VALUE_NUMBER_INT) {
                    throw new IOException("snapshot is cut off or damaged");
                }
                int type = reader.number();
                if (type == END) {
                    reader.read(Boolean.class);
                    break;
                }
                if (type < 0 || type >= RECORDS.length) {
                    throw new IOException("snapshot has a row of unknown type " + type);
                }
                row(txn, type, reader.read(RECORDS[type]));
            }
            for (Table table : Table.values()) {
                Object index = header.tables().get(table.text());
                txn.tableIndex(table, index == null ? 0 : ((Number) index).longValue());
            }
            txn.lastExtinction(header.lastExtinction());
            return txn.view();
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException("snapshot is damaged: " + e.getMessage(), e);
        }
    }

    private static void row(StateTxn txn, int type, Object row) {
        switch (type) {
            case NODE -> txn.putNode((Node) row);
            case SERVICE -> txn.putService(((Instance) row).node(), ((Instance) row).service());
            case CHECK -> txn.putCheck((HealthCheck) row);
            case KV -> txn.putKv((KvEntry) row);
            case TOMBSTONE -> txn.tombstone((Tombstone) row);
            case SESSION -> txn.putSession((Session) row);
            case COORDINATE -> txn.putCoordinate((NodeCoordinate) row);
            case QUERY -> txn.putQuery((PreparedQuery) row);
            case CONFIG_ENTRY -> txn.putConfigEntry((ConfigEntry) row);
            case CA_ROOTS -> txn.putCaRoots(((CaState) row).roots(), ((CaState) row).key());
            case SERVICE_INDEX -> txn.serviceIndex(((ServiceIndex) row).service(), ((ServiceIndex) row).index());
            case AUTOPILOT -> txn.putAutopilot((AutopilotConfiguration) row);
            default -> throw new IllegalArgumentException("row of unknown type " + type);
        }
    }
}

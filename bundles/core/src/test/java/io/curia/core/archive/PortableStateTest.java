package io.curia.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.CaRoot;
import io.curia.api.model.CaRoots;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.Coordinate;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import io.curia.core.codec.Msgpack;
import io.curia.core.fsm.Cluster;
import io.curia.core.store.Keys;
import io.curia.core.store.Snapshot;
import io.curia.core.store.State;
import io.curia.core.store.StateTxn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PortableStateTest {
    private static final long TERM = 3;
    private final PortableState portable = new PortableState();

    /** Something in every table. */
    private static State state() {
        StateTxn txn = new StateTxn(State.EMPTY, 40, TERM);
        txn.putNode(new Node("6ff76ad8-0000-4000-8000-000000000001", "Web1", "10.0.0.1", "dc1", Map.of("lan", "10.0.0.1"),
                Map.of("rack", "7"), 4, 9));
        txn.putNode(new Node("", "db", "10.0.0.2", "dc1", null, null, 5, 5));
        txn.putService("Web1", Cluster.service("Api", "v1", "v2").withIndexes(6, 7));
        txn.putService("db", Cluster.service("mysql").withIndexes(8, 8));
        txn.putCheck(Cluster.check("Web1", "alive", "", HealthCheck.PASSING).withIndexes(9, 12));
        txn.putCheck(Cluster.check("Web1", "api", "Api", HealthCheck.CRITICAL).withService("Api", List.of("v1", "v2")).withIndexes(9, 11));
        txn.putSession(new Session("adf4238a-882b-9ddc-4a9d-5b6758e4159e", "lock", "Web1", 15_000_000_000L, "release", "30s",
                List.of("alive"), null, null, 13, 13));
        txn.putKv(new KvEntry(1, "a/b", -1L, new byte[] {0, (byte) 0xFF, (byte) 0xC1, 7}, "adf4238a-882b-9ddc-4a9d-5b6758e4159e", 14, 15));
        txn.putKv(new KvEntry(0, "empty", 0, null, "", 16, 16));
        txn.tombstone(new io.curia.core.store.Tombstone("gone", 17));
        txn.putCoordinate(new NodeCoordinate("Web1", "", new Coordinate(List.of(0.5, -1.0), 1.25, 0.0, 1e-5)));
        txn.putQuery(new PreparedQuery("8f246b77-f3e1-ff88-5b48-8ec93abf3e05", "q", "", "", PreparedQuery.Template.NONE,
                new PreparedQuery.ServiceQuery("Api", new PreparedQuery.Failover(2, List.of("dc2")), true, null, "_agent",
                        List.of("v1"), null, null, false), new PreparedQuery.Dns("10s"), 18, 19));
        txn.putConfigEntry(new ConfigEntry("service-resolver", "Api", Map.of("ConnectTimeout", "15s", "Redirect",
                Map.of("Service", "mysql")), 20, 21));
        txn.putCaRoots(new CaRoots("aa:bb", "11111111-2222-3333-4444-555555555555.consul", List.of(new CaRoot("aa:bb", "root", 9,
                "cc:dd", "", "2026-11-27T10:00:00Z", "2036-11-24T10:00:00Z", "PEM", null, true, "ec", 256, 22, 22))), "KEY");
        txn.putAutopilot(new AutopilotConfiguration(true, 200_000_000L, 250, 0, 10_000_000_000L, "", false, "", 23, 24));
        txn.serviceIndex("api", 33);
        txn.lastExtinction(30);
        return txn.view();
    }

    private static byte[] ours(State state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Snapshot(new Msgpack()).write(state, out);
        return out.toByteArray();
    }

    private byte[] written(State state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        portable.write(state, out);
        return out.toByteArray();
    }

    @Test
    void nothingIsLostOnTheWayOutAndIn() throws Exception {
        State state = state();
        PortableState.Read read = portable.read(written(state), TERM);
        assertThat(read.passedOver()).isEmpty();
        assertThat(read.state().kv.get(Keys.bytes("a/b"))).isEqualTo(state.kv.get(Keys.bytes("a/b")));
        assertThat(read.state().caRoots).isEqualTo(state.caRoots);
        assertThat(ours(read.state())).isEqualTo(ours(state));
    }

    @Test
    void aStateCutOffAnywhereIsRefusedOrEndsWithARow() throws Exception {
        byte[] whole = written(state());
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                portable.read(Arrays.copyOf(whole, length), TERM);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length * 9 / 10);
    }

    /**
     * The rows of Consul as bytes: a header, a node with a tagged address, one of its services, a key (with flags of 64 bits), an
     * ACL token, an index; keys of maps that we do not know among them.
     */
    @Test
    void readsWhatConsulWrites() throws Exception {
        byte[] rows = HexFormat.of().withDelimiter(" ").parseHex((
                "81 a9 4c 61 73 74 49 6e 64 65 78 19" // {LastIndex: 25}
                + " 00 84 a4 4e 6f 64 65 a2 6e 31 a7 41 64 64 72 65 73 73 a9 31 30 2e 30 2e 30 2e 31 31" // 0 {Node, Address
                + " ae 53 6b 69 70 4e 6f 64 65 55 70 64 61 74 65 c2 aa 44 61 74 61 63 65 6e 74 65 72 a3 64 63 31" // SkipNodeUpdate, dc}
                + " 02 83 a3 4b 65 79 a1 6b a5 46 6c 61 67 73 cf ff ff ff ff ff ff ff ff a5 56 61 6c 75 65 a2 ff 00" // 2 {Key, Flags, Value}
                + " 11 81 a8 53 65 63 72 65 74 49 44 a1 73" // 17 {SecretID}
                + " 10 82 a3 4b 65 79 a3 6b 76 73 a5 56 61 6c 75 65 18")); // 16 {Key: kvs, Value: 24}
        PortableState.Read read = portable.read(rows, TERM);
        State state = read.state();
        assertThat(state.index).isEqualTo(25);
        assertThat(state.node("n1")).isEqualTo(new Node("", "n1", "10.0.0.11", "dc1", null, null, 25, 25));
        KvEntry key = state.kv.get(Keys.bytes("k"));
        assertThat(key.flags()).isEqualTo(-1L);
        assertThat(key.value()).containsExactly(0xFF, 0);
        assertThat(state.tableIndex(io.curia.core.store.Table.KVS)).isEqualTo(24);
        assertThat(read.passedOver()).containsExactly(Map.entry("ACL tokens", 1));
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] bytes) {
        try {
            portable.read(bytes, TERM);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    @Test
    void ofNothingNothingIsRead() {
        assertThatThrownBy(() -> portable.read(new byte[0], TERM)).isInstanceOf(IOException.class).hasMessage("unexpected EOF");
    }
}

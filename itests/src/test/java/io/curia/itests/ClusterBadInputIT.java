package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that do not belong to a cluster meet it: one line says so, and those who do belong notice nothing. */
class ClusterBadInputIT {
    private static final String KEY = "pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s=";
    private static final String OTHER_KEY = "kZyFABeAmc64UMTrm9XuKA==";
    private static final String ID = "5b3a4c8e-0a0a-4d5b-8f43-0d3c8a7c1e01";

    @TempDir
    private Path work;

    private Cluster cluster;

    @BeforeEach
    void prepare() {
        cluster = new Cluster(work, "ratis", Map.of());
    }

    @AfterEach
    void stop() throws InterruptedException {
        cluster.close();
    }

    /** A server and a client, that know each other. */
    private void start(String... arguments) throws Exception {
        String[] server = join(arguments, "-server", "-bootstrap");
        String[] client = join(arguments, "-node-id=" + ID, "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"),
                "-retry-interval=1s");
        cluster.launch("s1", server);
        cluster.launch("web", client);
        cluster.eventually("s1", "/v1/health/node/web", "serfHealth");
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
    }

    private static String[] join(String[] first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    /** What {@code who} says of its attempt to join {@code whom}. */
    private String joins(String who, String whom) throws IOException, InterruptedException {
        return cluster.agent(who).put("/v1/agent/join/127.0.0.1:" + cluster.port(whom, "serf-lan"), "").body();
    }

    private void toldByStranger(byte[] packet) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            int port = cluster.port("s1", "serf-lan");
            socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    @Test
    void whoHasAnotherKeyOrNoneIsRefused() throws Exception {
        start("-encrypt=" + KEY);
        cluster.launch("wrong", "-encrypt=" + OTHER_KEY);
        cluster.launch("bare").awaitReady();
        cluster.agent("wrong").awaitReady();

        assertThat(joins("wrong", "s1")).contains("Failed to join");
        cluster.says("s1", "Dropped a stream: no installed keys could decrypt the message from=127.0.0.1:");
        assertThat(joins("bare", "s1")).contains("Failed to join");
        cluster.says("s1", "Dropped a stream: encryption is configured but the remote state is not encrypted from=127.0.0.1:");
        assertThat(joins("s1", "bare")).contains("Failed to join");
        cluster.says("bare", "Dropped a stream: the remote state is encrypted and encryption is not configured from=127.0.0.1:");
        toldByStranger(Wire.alive("odd", 7, Map.of("role", "node"), 1, 5, 2, 2, 5, 4));
        cluster.says("s1", "Dropped a packet of ", "from=127.0.0.1:", "no installed key decrypts it");
        cluster.undisturbed("s1", "web");
    }

    @Test
    void aNameOrAnIdThatIsTakenIsNotTakenAgain() throws Exception {
        start();
        cluster.launch("twin", "-node-id=" + ID);
        cluster.launch("thief", "-node=web").awaitReady();
        cluster.agent("twin").awaitReady();

        assertThat(joins("twin", "s1")).contains("has conflicting node ID '" + ID + "'");
        cluster.says("s1", "Failed push/pull merge: Member 'twin' has conflicting node ID '" + ID
                + "' with member 'web' from=127.0.0.1:");
        joins("thief", "s1");
        cluster.says("s1", "Name conflict for 'web' both 127.0.0.1:" + cluster.port("web", "serf-lan") + " and 127.0.0.1:"
                + cluster.port("thief", "serf-lan") + " are claiming");
        cluster.says("thief", "Node name conflicts with another node at 127.0.0.1:" + cluster.port("web", "serf-lan"));
        cluster.undisturbed("s1", "web");
    }

    @Test
    void membersThatSpeakOrSayNonsenseChangeNothing() throws Exception {
        start();
        toldByStranger(Wire.alive("later", 7, Map.of("role", "node", "dc", "dc1"), 6, 9, 7, 6, 9, 7));
        cluster.says("s1", "Ignoring an alive message for 'later' (127.0.0.1:7): its protocol versions [6, 9, 7, 6, 9, 7] do not"
                + " go with ");
        assertThat(joins("web", "s1")).as("states are exchanged as before").doesNotContain("Failed");
        cluster.undisturbed("s1", "web");

        Map<String, String> nonsense = Map.of("role", "consul", "dc", "dc1", "id", ID.replace('5', '6'), "port", "x",
                "build", "zzz", "raft_vsn", "three", "vsn", "2");
        toldByStranger(Wire.alive("odd", cluster.port("odd", "serf-lan"), nonsense, 1, 5, 2, 2, 5, 4));
        for (String agent : List.of("s1", "web")) {
            cluster.says(agent, "a server that says nonsense of itself is passed over: member=odd address=127.0.0.1:"
                    + cluster.port("odd", "serf-lan"));
        }
        cluster.eventually("s1", "/v1/catalog/nodes", "\"odd\"");
        assertThat(cluster.body("s1", "/v1/catalog/service/consul")).contains("\"s1\"").doesNotContain("odd");
        assertThat(cluster.body("s1", "/v1/operator/raft/configuration")).contains("\"s1\"").doesNotContain("odd");
        Awaitility.await().atMost(Cluster.PATIENCE).until(() -> cluster.members("s1").contains("odd 4"));
        cluster.agent("s1").put("/v1/agent/force-leave/odd?prune", "");
        Awaitility.await().atMost(Cluster.PATIENCE)
                .until(() -> cluster.members("s1").size() == 2 && cluster.members("web").size() == 2);
        cluster.undisturbed("s1", "web");
    }
}

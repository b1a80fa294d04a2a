package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers send to the ports of a cluster: the log of the one that gets it names who it was and what was wrong with it, and
 * nobody else notices. Floods come last, as after them the log is sparing with lines for a while.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterNoiseIT {
    private static final long SEED = 20261127;
    private static final byte[] HTTP = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TLS = new Wire().octets(22, 3, 1, 0, 5, 1, 0, 0, 1, 3).done();
    /** Small, so that a client that does not read is felt. */
    private static final String HEAP = "160m";
    private static final int MOST_LINES = 60;

    @TempDir
    private static Path work;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(work, "ratis", Map.of("CURIA_HEAP", HEAP));
        cluster.launch("s1", "-server", "-bootstrap");
        cluster.launch("web", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"), "-retry-interval=1s");
        cluster.eventually("s1", "/v1/health/node/web", "serfHealth");
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
        Awaitility.await().atMost(Cluster.PATIENCE)
                .until(() -> cluster.agent("web").put("/v1/kv/still", "").body().equals("true"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        cluster.close();
    }

    /** Sends it, and waits for the one line of s1's that names the sender and the reason. */
    private static void refused(String port, byte[] bytes, String reason) throws IOException {
        try (Socket socket = connect(port)) {
            write(socket, bytes);
            says(socket.getLocalPort(), reason);
        }
    }

    private static void refusedPacket(byte[] bytes, String reason) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            send(socket, "serf-lan", bytes);
            says(socket.getLocalPort(), reason);
        }
    }

    private static void says(int sender, String reason) {
        Awaitility.await(reason).atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(cluster.agent("s1").log().lines())
                .filteredOn(line -> line.contains("127.0.0.1:" + sender)).singleElement().asString().contains("[WARN]", reason));
    }

    private static void send(DatagramSocket socket, String port, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), cluster.port("s1", port)));
    }

    private static Socket connect(String port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), cluster.port("s1", port));
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            assertThat(e).as("hung up on").isNotNull();
        }
    }

    @Test
    @Order(1)
    void whatMakesNoSenseAtTheServerPortIsRefusedInALine() throws Exception {
        Map<String, byte[]> cases = new LinkedHashMap<>();
        cases.put("refused: unsupported protocol byte 71", HTTP);
        cases.put("refused: TLS connection, but this server is not configured for TLS", TLS);
        cases.put("ended: yamux: more data than the window allows",
                new Wire().octets(4).bytes(Wire.frame(0, 1, 1, 0xFFFF_FFFFL)).done());
        cases.put("ended: yamux: duplicate stream",
                new Wire().octets(4).bytes(Wire.frame(0, 1, 1, 0)).bytes(Wire.frame(0, 1, 1, 0)).done());
        cases.put("refused: msgpack: a value of more than 67108864 bytes",
                new Wire().octets(0).bytes(Wire.call("KVS.Apply").done()).octets(0xDB).big(100 << 20).done());
        cases.put("refused: msgpack: a value of more than 128 levels",
                new Wire().octets(0).bytes(Wire.call("KVS.Apply").done()).repeat(0x91, 100_000).done());
        cases.put("refused: consensus frame of 4294967295 bytes refused", new Wire().octets(1).repeat(0xFF, 40).done());
        cases.put("refused: server stranger is of datacenter dc9, not dc1",
                new Wire().octets(1).bytes(Wire.hello("dc9", "stranger")).done());
        for (Map.Entry<String, byte[]> each : cases.entrySet()) {
            refused("server", each.getValue(), each.getKey());
        }
        cluster.undisturbed("s1", "web");
    }

    @Test
    @Order(2)
    void whatMakesNoSenseInGossipIsRefusedInALine() throws Exception {
        byte[] nested = new Wire().octets(6).map(2).text("Nodes").number(1).text("x").repeat(0x91, 100_000).done();
        for (String port : List.of("serf-lan", "serf-wan")) {
            refused(port, HTTP, "unexpected message type 71 on a stream");
            refused(port, TLS, "unexpected message type 22 on a stream");
            refused(port, new Wire().octets(6).map(2).text("Nodes").number(3).text("UserStateLen").number(3L << 30).done(),
                    "out of range: 3221225472");
            refused(port, Wire.bomb(3800, 4), "larger than the limit of 20971520 bytes");
            refused(port, nested, "nested too deeply");
        }
        refusedPacket(Wire.bomb(600, 1), "larger than the limit of 131072 bytes");
        refusedPacket(new Wire().octets(4).map(1).text("x").repeat(0x91, 1200).done(), "nested too deeply");
        cluster.undisturbed("s1", "web");
    }

    @Test
    @Order(3)
    void streamsWithoutEndDisturbNobody() throws Exception {
        try (Socket socket = connect("server")) {
            Wire streams = new Wire().octets(4);
            for (int i = 0; i < 100_000; i++) {
                streams.bytes(Wire.frame(0, 1, 2 * i + 1, 0));
            }
            Thread writer = new Thread(() -> {
                try {
                    write(socket, streams.done());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, "streams-without-end");
            writer.start();
            says(socket.getLocalPort(), "ended: the peer does not read");
            cluster.undisturbed("s1", "web");
            socket.close();
            writer.join();
        }
    }

    @Test
    @Order(4)
    void whoAsksForMuchAndDoesNotReadIsCutOffAndOthersAreServed() throws Exception {
        String large = "x".repeat(500_000);
        for (int i = 0; i < 8; i++) {
            assertThat(cluster.agent("s1").put("/v1/kv/large/" + i, large).body()).isEqualTo("true");
        }
        byte[] call = Wire.call("KVS.List").map(2).text("Datacenter").text("dc1").text("Key").text("large/").done();
        List<Socket> sockets = new ArrayList<>();
        try {
            Wire calls = new Wire().octets(4);
            for (int stream = 1; stream < 200; stream += 2) {
                calls.bytes(Wire.frame(0, 1, stream, call.length)).bytes(call);
            }
            Socket caller = connect("server");
            sockets.add(caller);
            write(caller, calls.done());
            says(caller.getLocalPort(), "ended: the peer does not read: too much waits for it");
            cluster.undisturbed("s1", "web");
            for (int i = 0; i < 60; i++) {
                Socket socket = connect("http");
                sockets.add(socket);
                write(socket, "GET /v1/kv/large/?recurse HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(cluster.agent("web").put("/v1/kv/still", "works").body()).isEqualTo("true");
            }
            cluster.undisturbed("s1", "web");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        cluster.undisturbed("s1", "web");
    }

    @Test
    @Order(5)
    void scansAndNoiseAreAFewLines() throws Exception {
        long before = lines();
        Random random = new Random(SEED);
        for (String port : List.of("server", "serf-lan", "serf-wan")) {
            for (int i = 0; i < 200; i++) {
                connect(port).close();
            }
            assertThat(lines()).as("a scan is hardly news").isLessThan(before + MOST_LINES / 2);
        }
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[1 + random.nextInt(600)];
            random.nextBytes(noise);
            if (i % 2 == 0) {
                noise[0] = (byte) random.nextInt(14);
            }
            for (String port : List.of("server", "serf-lan", "serf-wan")) {
                try (Socket socket = connect(port)) {
                    write(socket, noise);
                }
            }
            for (String port : List.of("serf-lan", "serf-wan")) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    send(socket, port, noise);
                }
            }
        }
        cluster.undisturbed("s1", "web");
        assertThat(lines()).isGreaterThan(before).isLessThan(before + MOST_LINES);
    }

    private static long lines() {
        return cluster.agent("s1").log().lines().count();
    }
}

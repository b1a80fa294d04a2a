package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.gossip.TestPools.Recipe;
import io.curia.gossip.TestPools.Running;
import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MessageCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers do to the port, and members do not notice. */
class HostilityTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private final TestPools pools = new TestPools();
    private Running a;
    private Running b;

    @BeforeEach
    void start() throws IOException {
        a = pools.start("a");
        b = pools.start("b");
        b.service().join(List.of(a.address())).join();
        await().until(() -> TestPools.alive(a.service()) == 2);
    }

    @AfterEach
    void close() {
        pools.close();
    }

    private int port() {
        return a.service().self().port();
    }

    private void nothingHappened() throws IOException {
        Running c = pools.start("c");
        assertThat(c.service().join(List.of(a.address())).join()).isEqualTo(1);
        await().until(() -> TestPools.alive(a.service()) == 3 && TestPools.alive(b.service()) == 3);
        assertThat(a.service().members()).hasSize(3);
    }

    @Test
    void garbageInPackets() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 3000; i++) {
                byte[] garbage = new byte[random.nextInt(1400)];
                random.nextBytes(garbage);
                if (garbage.length > 0) {
                    garbage[0] = (byte) random.nextInt(14);
                }
                socket.send(new DatagramPacket(garbage, garbage.length, InetAddress.getLoopbackAddress(), port()));
            }
        }
        nothingHappened();
    }

    @Test
    void garbageAndScansOnStreams() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                if (garbage.length > 0) {
                    garbage[0] = (byte) random.nextInt(14);
                }
                socket.getOutputStream().write(garbage);
            } catch (SocketException e) {
                assertThat(e.getMessage()).as("hung up on").isNotBlank();
            }
        }
        nothingHappened();
    }

    @Test
    void moreSilentConnectionsThanThereIsRoomFor() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port()));
            }
            nothingHappened();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aStreamWithoutEnd() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream out = socket.getOutputStream();
            // a push/pull of as many members as there can be, and a member without end
            out.write(new byte[] {6, (byte) 0x81, (byte) 0xa5, 'N', 'o', 'd', 'e', 's', (byte) 0xce, 0, 1, 0, 0});
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 0x81);
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100; i++) {
                    out.write(block);
                }
            }).isInstanceOf(SocketException.class);
        }
        nothingHappened();
    }

    @Test
    void anOversizedClaim() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(new byte[] {10, 0x7f, 0, 0, 0});
            socket.setSoTimeout(5000);
            assertThat(socket.getInputStream().read()).as("hung up on").isEqualTo(-1);
        }
        nothingHappened();
    }

    @Test
    void aListenerThatSleepsAndOneThatThrows() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        a.service().listen(new GossipPool.Listener() {
            @Override
            public void onMember(Member member, boolean forgotten) {
                try {
                    release.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("on purpose");
            }
        });
        nothingHappened();
        release.countDown();
    }

    @Test
    void aNameThatIsTaken() throws IOException {
        Running thief = pools.start("b");
        thief.service().join(List.of(a.address())).join();
        Running c = pools.start("c");
        c.service().join(List.of(a.address())).join();
        await().until(() -> TestPools.alive(b.service()) == 3);
        assertThat(member(a, "b").port()).isEqualTo(b.service().self().port());
        assertThat(member(c, "b").port()).isEqualTo(b.service().self().port());
    }

    @Test
    void anIdThatIsTakenAtAThirdMember() throws IOException {
        Running one = pools.start(agent("one", "1"));
        Running two = pools.start(agent("two", "2"));
        two.service().join(List.of(one.address())).join();
        await().until(() -> TestPools.alive(two.service()) == 2);
        Running thief = pools.start(agent("thief", "1"));
        assertThatThrownBy(() -> thief.service().join(List.of(two.address())).join()).hasMessageContaining("conflicting node ID '1'");
        Running heir = pools.start(agent("three", "3"));
        heir.service().join(List.of(two.address())).join();
        await().until(() -> TestPools.alive(one.service()) == 3);
        assertThat(two.status("thief")).as("is not there").isZero();
        one.kill();
        await().until(() -> two.status("one") == Member.FAILED);
        assertThat(pools.start(agent("renamed", "1")).service().join(List.of(two.address())).join()).isEqualTo(1);
        await().until(() -> two.status("renamed") == Member.ALIVE);
    }

    private static Recipe agent(String name, String id) {
        Recipe recipe = new Recipe(name);
        recipe.tags = Map.of("role", "node", "dc", "dc1", "id", id);
        recipe.policy = new LanPolicy(name, id, "dc1", "");
        return recipe;
    }

    @Test
    void anAddressThatIsNotAllowed() throws IOException {
        Recipe picky = new Recipe("picky");
        picky.allowed = new Cidrs("10.0.0.0/8");
        Running far = pools.start(picky);
        assertThatThrownBy(() -> b.service().join(List.of(far.address())).join()).hasMessageContaining("Failed to join");
        assertThat(far.service().members()).hasSize(1);
    }

    @Test
    void aKeyThatIsWrongInAPoolWithOne() throws IOException {
        Running one = pools.start(new Recipe("one").keys(KEY));
        Running two = pools.start(new Recipe("two").keys(KEY));
        assertThat(two.service().join(List.of(one.address())).join()).isEqualTo(1);
        assertThatThrownBy(() -> one.service().join(List.of(a.address())).join())
                .hasMessageContaining("Failed to join").hasMessageNotContaining("Exception:\n");
        assertThatThrownBy(() -> a.service().join(List.of(one.address())).join()).hasMessageContaining("Failed to join");
        await().until(() -> TestPools.alive(one.service()) == 2);
        assertThat(a.service().members()).hasSize(2);
    }

    @Test
    void aMemberAtAnAddressThatCannotBe() throws IOException {
        byte[] v6 = new byte[16];
        v6[0] = (byte) 0xfd;
        for (byte[] addr : List.of(v6, new byte[] {(byte) 240, 0, 0, 1}, new byte[] {(byte) 224, 0, 0, 1}, new byte[4])) {
            byte[] alive = MessageCodec.encode(new Message.Alive(1, "odd" + addr[0], addr, 8301, new byte[0],
                    new byte[] {1, 5, 2, 2, 5, 4}));
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(alive, alive.length, InetAddress.getLoopbackAddress(), port()));
            }
        }
        await().until(() -> a.service().members().size() == 6);
        await().until(() -> a.service().members().stream().filter(m -> m.status() == Member.FAILED).count() == 4);
        b.kill();
        await().untilAsserted(() -> assertThat(a.status("b")).as("goes on probing").isEqualTo(Member.FAILED));
    }

    private static Member member(Running pool, String name) {
        return pool.service().members().stream().filter(member -> member.name().equals(name)).findFirst().orElseThrow();
    }
}

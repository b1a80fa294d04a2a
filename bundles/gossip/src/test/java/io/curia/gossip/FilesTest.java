package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.gossip.Member;
import io.curia.gossip.TestPools.Recipe;
import io.curia.gossip.TestPools.Running;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives the process. */
class FilesTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private static final String NEW_KEY = "EBESExQVFhcYGRobHB0eHw==";
    private final TestPools pools = new TestPools();
    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        pools.close();
    }

    private Recipe kept(String name) {
        Recipe recipe = new Recipe(name);
        recipe.directory = directory;
        return recipe;
    }

    @Test
    void whoComesBackFindsItsPoolAgain() throws IOException {
        Running a = pools.start("a");
        Running b = pools.start(kept("b"));
        b.service().join(List.of(a.address())).join();
        a.service().fire("old", new byte[0]);
        await().until(() -> TestPools.alive(b.service()) == 2);
        Recipe again = kept("b");
        again.bind = new InetSocketAddress("127.0.0.1", b.service().self().port());
        b.kill();
        assertThat(Files.readAllLines(directory.resolve("serf/local.snapshot"))).contains("alive: a " + a.address());
        Running back = pools.start(again);
        await().until(() -> TestPools.alive(back.service()) == 2 && a.status("b") == Member.ALIVE);
        assertThat(back.service().fire("new", new byte[0])).as("time goes on").isGreaterThan(1);
    }

    @Test
    void whoLeftStaysAwayUnlessToldOtherwise() throws IOException {
        Running a = pools.start("a");
        Running b = pools.start(kept("b"));
        b.service().join(List.of(a.address())).join();
        await().until(() -> TestPools.alive(b.service()) == 2);
        b.service().leave().join();
        b.kill();
        assertThat(Files.readAllLines(directory.resolve("serf/local.snapshot"))).endsWith("leave");
        Running away = pools.start(kept("b"));
        assertThat(away.service().members()).hasSize(1);
        away.kill();
        Recipe loyal = kept("b");
        loyal.rejoin = true;
        Running back = pools.start(loyal);
        await().until(() -> TestPools.alive(back.service()) == 2);
    }

    @Test
    void changesOfKeysAreKept() throws IOException {
        Running a = pools.start(kept("a").keys(KEY));
        assertThat(a.service().keys(KeyOperation.INSTALL, NEW_KEY, 0).join().errors()).isZero();
        assertThat(a.service().keys(KeyOperation.USE, NEW_KEY, 0).join().errors()).isZero();
        KeyringFile file = new KeyringFile(directory.resolve("serf/local.keyring"));
        assertThat(file.read()).hasSize(2);
        assertThat(Files.readString(directory.resolve("serf/local.keyring"))).containsSubsequence(NEW_KEY, KEY);
        var refused = a.service().keys(KeyOperation.REMOVE, NEW_KEY, 0).join();
        assertThat(refused.errors()).isEqualTo(1);
        assertThat(refused.messages()).containsEntry("a", "Removing the primary key is not allowed");
        assertThat(a.service().keys(KeyOperation.USE, "AAAAAAAAAAAAAAAAAAAAAA==", 0).join().messages())
                .containsEntry("a", "Requested key is not in the keyring");
    }

    @Test
    void withoutKeysThereIsNothingToChange() throws IOException {
        Running a = pools.start("a");
        assertThat(a.service().keys(KeyOperation.LIST, "", 0).join().messages())
                .containsEntry("a", "Keyring is empty (encryption not enabled)");
        assertThat(a.service().keys(KeyOperation.INSTALL, KEY, 0).join().messages())
                .containsEntry("a", "No keyring to modify (encryption not enabled)");
    }

    @Test
    void aKeyringThatSomebodyElseWroteIsRead() throws IOException {
        Path file = directory.resolve("local.keyring");
        Files.writeString(file, "[\"" + KEY + "\",\n  \"" + NEW_KEY + "\"]");
        assertThat(new KeyringFile(file).read()).hasSize(2);
    }
}

package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LockCommandTest {

    private static final String LOCK_FLAGS = "3304740253564472344";

    private final FakeStore store = new FakeStore();
    private FakeAgent agent;
    private Cli cli;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(store);
        cli = Cli.on(agent);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    @Test
    void holdsTheLockWhileTheChildRuns() throws Exception {
        Path release = folder.resolve("release");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
            () -> cli.run("lock", "l/a", "while [ ! -e " + release + " ]; do sleep 0.05; done; [ $CONSUL_LOCK_HELD = true ]"));
        await().until(() -> store.key("l/a/.lock") != null);
        assertThat(store.key("l/a/.lock").get("Session")).isEqualTo("session-1");
        assertThat(store.key("l/a/.lock").get("Flags")).hasToString(LOCK_FLAGS);
        Files.createFile(release);
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(store.names()).isEmpty();
        assertThat(store.destroyed()).containsExactly("session-1");
    }

    @Test
    void givesUpWhenTheLockStaysTaken() {
        store.put("l/b/.lock", "", "other", LOCK_FLAGS);
        assertThat(cli.run("lock", "-try=100ms", "l/b", "touch " + folder.resolve("never"))).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Shutdown triggered or timeout during lock acquisition\n");
        assertThat(folder.resolve("never")).doesNotExist();
        assertThat(store.destroyed()).containsExactly("session-1");
    }

    @Test
    void waitsForTheHolderToGo() throws Exception {
        store.put("l/c/.lock", "", "other", LOCK_FLAGS);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> cli.run("lock", "l/c", "true"));
        await().until(() -> agent.requests().stream().anyMatch(request -> request.target().contains("index=")));
        store.put("l/c/.lock", "", "", LOCK_FLAGS);
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void endsTheChildWhenTheLockIsLost() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> cli.run("lock", "-shell=false", "l/d", "sleep", "20"));
        await().until(() -> store.key("l/d/.lock") != null);
        store.put("l/d/.lock", "", "thief", LOCK_FLAGS);
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(store.key("l/d/.lock").get("Session")).isEqualTo("thief");
    }

    @Test
    void tellsOfAFailedChild() {
        assertThat(cli.run("lock", "-child-exit-code", "l/e", "exit", "3")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("Error running handler: exit status 3\n");
        assertThat(cli.run("lock", "l/e", "exit 3")).isZero();
    }

    @Test
    void doesNotTouchAKeyThatIsNoLock() {
        store.put("l/f/.lock", "data", "", "0");
        assertThat(cli.run("lock", "l/f", "true")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Lock acquisition failed: Existing key does not match lock use\n");
        assertThat(store.key("l/f/.lock").get("Value")).isEqualTo("ZGF0YQ==");
    }

    @Test
    void theKeyOfASemaphoresContenderGoesWithItsSession() {
        assertThat(cli.run("lock", "-n=2", "l/s", "true")).isZero();
        assertThat(cli.run("lock", "l/t", "true")).isZero();
        assertThat(agent.requests().stream().filter(request -> request.target().startsWith("/v1/session/create"))
            .map(request -> request.text().contains("\"Behavior\":\"delete\""))).containsExactly(true, false);
    }

    @Test
    void takesAndLeavesASemaphoresSlot() throws Exception {
        Path release = folder.resolve("release");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
            () -> cli.run("lock", "-n=2", "sem", "while [ ! -e " + release + " ]; do sleep 0.05; done"));
        await().until(() -> store.key("sem/.lock") != null);
        assertThat(store.names()).isEqualTo(List.of("sem/.lock", "sem/session-1"));
        Cli other = Cli.on(agent);
        assertThat(other.run("lock", "-n=3", "sem", "true")).isEqualTo(1);
        assertThat(other.err()).isEqualTo("Lock acquisition failed: semaphore limit conflict (lock: 2, local: 3)\n");
        store.remove("sem/session-2");
        assertThat(other.run("lock", "-n=2", "sem", "true")).isZero();
        assertThat(store.names()).isEqualTo(List.of("sem/.lock", "sem/session-1"));
        Files.createFile(release);
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(store.names()).isEmpty();
    }

    @Test
    void refusesNonsense() {
        assertThat(cli.run("lock", "only-prefix")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Key prefix and child command must be specified\n");
        assertThat(cli.run("lock", "-n=0", "p", "true")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Lock holder limit must be positive\n");
        assertThat(cli.run("lock", "-try=abc", "p", "true")).isEqualTo(1);
        assertThat(agent.requests()).isEmpty();
    }
}

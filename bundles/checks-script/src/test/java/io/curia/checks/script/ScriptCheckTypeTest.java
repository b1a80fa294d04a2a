package io.curia.checks.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptCheckTypeTest {
    private final TestContext context = new TestContext();
    private final ScriptCheckType type = new ScriptCheckType();
    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        context.close();
    }

    private Probe open(Duration timeout, int outputSize, String... args) {
        CheckSpec spec = new CheckSpec("c", "c", "", Duration.ofSeconds(1), timeout, outputSize,
                Map.of("ScriptArgs", List.of(args)));
        assertThat(type.claims(spec)).isTrue();
        return type.open(spec, context);
    }

    private ProbeResult run(String... args) throws Exception {
        return open(Duration.ZERO, 4096, args).run().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private ProbeResult shell(String script) throws Exception {
        return run("sh", "-c", script);
    }

    @Test
    void shouldJudgeByExitCode() throws Exception {
        assertThat(shell("echo state; echo more >&2")).isEqualTo(ProbeResult.passing("state\nmore\n"));
        assertThat(shell("echo w; exit 1")).isEqualTo(ProbeResult.warning("w\n"));
        assertThat(shell("echo c; exit 2")).isEqualTo(ProbeResult.critical("c\n"));
        assertThat(shell("kill -9 $$")).isEqualTo(ProbeResult.critical(""));
        assertThat(shell("cat")).isEqualTo(ProbeResult.passing(""));
    }

    @Test
    void shouldTellWhyItCannotStart() throws Exception {
        assertThat(run("/no/such/program"))
                .isEqualTo(ProbeResult.critical("fork/exec /no/such/program: no such file or directory"));
        assertThat(run("no-such-program-anywhere").output())
                .isEqualTo("exec: \"no-such-program-anywhere\": executable file not found in $PATH");
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertThat(run(plain.toString()).output()).isEqualTo("fork/exec " + plain + ": permission denied");
    }

    @Test
    void shouldKeepTheTailOfTheOutput() throws Exception {
        assertThat(shell("head -c 9000 /dev/zero | tr '\\0' x").output())
                .isEqualTo("Captured 4096 of 9000 bytes\n...\n" + "x".repeat(4096));
        assertThat(open(Duration.ZERO, 10, "echo", "0123456789abcdef").run().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(ProbeResult.passing("Captured 10 of 17 bytes\n...\n789abcdef\n"));
    }

    private void awaitEnd(Path pidFile) throws Exception {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void shouldKillTheWholeGroupOnTimeout() throws Exception {
        Path pid = folder.resolve("pid");
        ProbeResult result = open(Duration.ofMillis(2_500), 4096, "sh", "-c", "echo begun; sleep 600 & echo $! > " + pid + "; wait")
                .run().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(result).isEqualTo(
                new ProbeResult(CheckStatus.CRITICAL, "Timed out (2.5s) running check\n\nbegun\n", true));
        awaitEnd(pid);
    }

    @Test
    void shouldNotWaitForWhatTheProgramLeavesRunning() throws Exception {
        Path pid = folder.resolve("pid");
        assertThat(shell("echo begun; sleep 600 & echo $! > " + pid)).isEqualTo(ProbeResult.passing("begun\n"));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(shell("echo begun; sleep 600 > /dev/null 2>&1 & echo $! > " + pid)).isEqualTo(ProbeResult.passing("begun\n"));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldEndWhenCancelled() throws Exception {
        Path pid = folder.resolve("pid");
        Probe probe = open(Duration.ZERO, 4096, "sh", "-c", "echo $$ > " + pid + "; sleep 600");
        CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
        await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        probe.close();
        awaitEnd(pid);
        assertThat(result.get(20, TimeUnit.SECONDS).status()).isEqualTo(CheckStatus.CRITICAL);
    }
}

package io.curia.checks.osservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OsServiceCheckTypeTest {
    private final TestContext context = new TestContext();
    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        context.close();
    }

    private String manager(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("systemctl"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    private Probe open(String manager, Duration timeout) {
        OsServiceCheckType type = new OsServiceCheckType(manager);
        return type.open(TestContext.spec(timeout, Map.of("OSService", "cron")), context);
    }

    private static ProbeResult get(Probe probe) throws Exception {
        return probe.run().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldAskSystemd() throws Exception {
        String manager = manager("test \"$*\" = \"is-active -- cron\" && echo active");
        assertThat(get(open(manager, Duration.ZERO))).isEqualTo(ProbeResult.passing("Service \"cron\" is running"));
        manager = manager("echo inactive; exit 3");
        assertThat(get(open(manager, Duration.ZERO)))
                .isEqualTo(ProbeResult.critical("Service \"cron\" is not running: inactive"));
        assertThat(get(open("/no/systemctl", Duration.ZERO)).output()).startsWith("OS service checks need systemd: ");
    }

    @Test
    void shouldEndOnTimeAndWhenCancelled() throws Exception {
        Path pid = folder.resolve("pid");
        String manager = manager("echo $$ > " + pid + "; exec sleep 600");
        assertThat(get(open(manager, Duration.ofMillis(300))).output()).startsWith("Timed out");
        Files.deleteIfExists(pid);
        Probe probe = open(manager, Duration.ofSeconds(30));
        CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
        await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
        probe.close();
        assertThat(result.get(10, TimeUnit.SECONDS).output()).startsWith("Service \"cron\" is not running");
    }
}

package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start and end it. */
class ProcessIT {
    @TempDir
    private Path work;

    @Test
    void aDevAgentAnswersWhenItSaysThatItIsReady() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            assertThat(agent.get("/v1/status/leader").statusCode()).isEqualTo(200);
            assertThat(agent.log()).contains("==> Starting Consul agent...", "==> Log data will now stream in as it occurs:")
                .doesNotContain("is waiting for", "does not start");
        }
    }

    @Test
    void anInterruptEndsAServerWithoutLeaving() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            agent.signal("INT");
            assertThat(agent.exitCode(10)).isOne();
            assertThat(agent.log()).contains("agent: Caught: signal=interrupt", "agent: Exit code: code=1");
        }
    }

    @Test
    void anInterruptEndsAnAgentInTheBackgroundOfAScriptToo() throws Exception {
        try (AgentProcess agent = AgentProcess.startInBackground(Distribution.home(), work, "-dev").awaitReady()) {
            agent.signal("INT");
            assertThat(agent.exitCode(10)).isOne();
        }
    }

    @Test
    void anInterruptThatLeavesEndsWithZero() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev",
                "-hcl=skip_leave_on_interrupt = false performance { leave_drain_time = \"100ms\" }").awaitReady()) {
            agent.signal("INT");
            assertThat(agent.exitCode(20)).isZero();
            assertThat(agent.log()).contains("agent: Gracefully shutting down agent...", "agent: Exit code: code=0");
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev",
                "-hcl=skip_leave_on_interrupt = false performance { leave_drain_time = \"30s\" }").awaitReady()) {
            agent.signal("INT");
            agent.signal("INT");
            assertThat(agent.exitCode(10)).isBetween(0, 1);
        }
    }

    @Test
    void aServerCanKeepItsStateInMemoryIfToldThatThisIsMeant() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-server", "-bootstrap", "-bind=127.0.0.1",
                "-data-dir=" + work.resolve("data"),
                "-hcl=consensus { engine = \"memory\" allow_unsafe = true }").awaitReady()) {
            assertThat(agent.put("/v1/kv/a", "b").body()).startsWith("true");
        }
    }

    @Test
    void aPidFileLivesAsLongAsTheAgent() throws Exception {
        Path pid = work.resolve("pid");
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev", "-pid-file=" + pid).awaitReady()) {
            assertThat(Files.readString(pid)).containsOnlyDigits();
            agent.signal("TERM");
            agent.exitCode(10);
            assertThat(pid).doesNotExist();
        }
    }

    @Test
    void aConfigurationThatIsNotValidIsSaidAndNothingStarts() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev", "-hcl=nonsense = 1")) {
            assertThat(agent.exitCode(20)).isOne();
            assertThat(agent.log()).startsWith("==> ").contains("invalid config key nonsense");
        }
    }

    @Test
    void anAgentWhosePortIsTakenEnds() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev",
                    "-hcl=ports { http = " + taken.getLocalPort() + " }")) {
            assertThat(agent.exitCode(30)).isOne();
            assertThat(agent.log()).contains("agent: Error starting agent: error=").doesNotContain("running!");
        }
    }

    @Test
    void theVersionIsPrinted() throws IOException, InterruptedException {
        Process version = new ProcessBuilder(Distribution.home().resolve("bin/curia").toString(), "version").start();
        String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(version.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(text).startsWith("Consul v");
    }
}

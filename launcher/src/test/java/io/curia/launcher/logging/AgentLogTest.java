package io.curia.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AgentLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void consoleAndFileGetWhatTheLevelLetsThrough(@TempDir Path temp) throws Exception {
        Path file = temp.resolve("x.log");
        try (AgentLog log = new AgentLog(new LogSettings("WARN", false, file, 0, 0, 0), out, Clock.systemUTC())) {
            LoggerFactory.getLogger("agent").info("quiet");
            LoggerFactory.getLogger("agent").warn("loud");
            assertThat(log.level("nonsense")).isFalse();
            LoggerFactory.getLogger("agent").info("quiet still");
            assertThat(log.level("INFO")).isTrue();
            LoggerFactory.getLogger("agent").info("heard now");
        }
        assertThat(console()).doesNotContain("quiet").contains("[WARN]  agent: loud\n", "[INFO]  agent: heard now\n");
        assertThat(Files.readString(file)).isEqualTo(console());
    }

    @Test
    void followersGetALevelOfTheirOwnUntilTheyEnd() throws Exception {
        List<String> followed = new ArrayList<>();
        try (AgentLog log = new AgentLog(new LogSettings("WARN", false, null, 0, 0, 0), out, Clock.systemUTC())) {
            AutoCloseable follower = log.stream().follow("debug", false, followed::add);
            LoggerFactory.getLogger("agent").debug("detail");
            follower.close();
            LoggerFactory.getLogger("agent").debug("unheard");
        }
        assertThat(followed).singleElement().asString().endsWith("[DEBUG] agent: detail");
        assertThat(console()).isEmpty();
    }

    @Test
    void librariesAreHeardFromWarningsOn() throws Exception {
        try (AgentLog log = new AgentLog(new LogSettings("DEBUG", false, null, 0, 0, 0), out, Clock.systemUTC())) {
            LoggerFactory.getLogger("org.eclipse.jetty.server.Server").info("details");
            LoggerFactory.getLogger("org.eclipse.jetty.server.Server").warn("trouble");
            assertThat(log.stream()).isNotNull();
        }
        assertThat(console()).doesNotContain("details").contains("agent.http.jetty: trouble");
    }

    /** As the consensus engines do while a server is down, and when an old leader comes back. */
    @Test
    void whatLibrariesRepeatIsSaidOnceAndIsADetailThen() throws Exception {
        Logger raft = LoggerFactory.getLogger("io.atomix.protocols.raft.roles.FollowerRole");
        Logger server = LoggerFactory.getLogger("org.apache.ratis.server.RaftServer$Division");
        List<String> followed = new ArrayList<>();
        try (AgentLog log = new AgentLog(new LogSettings("INFO", false, null, 0, 0, 0), out, Clock.systemUTC())) {
            try (AutoCloseable follower = log.stream().follow("debug", false, followed::add)) {
                for (int i = 0; i < 50; i++) {
                    raft.warn("no reply from {}", "127.0.0.2:8300");
                    raft.warn("no reply from {}", "127.0.0.3:8300");
                    server.warn("append of term {} < {}, sent {}ms ago", 7, 8 + i / 10, 20_000.5 + i);
                }
                raft.info("Transitioning to CANDIDATE");
                raft.info("Transitioning to CANDIDATE");
            }
        }
        assertThat(console().lines().map(line -> line.substring(line.indexOf('[')))).containsExactly(
                "[WARN]  agent.server.raft: no reply from 127.0.0.2:8300",
                "[WARN]  agent.server.raft: no reply from 127.0.0.3:8300",
                "[WARN]  agent.server.raft: append of term 7 < 8, sent 20000.5ms ago",
                "[INFO]  agent.server.raft: Transitioning to CANDIDATE",
                "[INFO]  agent.server.raft: Transitioning to CANDIDATE");
        assertThat(followed).hasSize(152).filteredOn(line -> line.contains("[DEBUG]")).hasSize(147)
                .allMatch(line -> line.contains(" agent.server.raft: "));
    }

    private String console() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

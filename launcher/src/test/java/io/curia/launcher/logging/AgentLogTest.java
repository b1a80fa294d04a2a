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

    private String console() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

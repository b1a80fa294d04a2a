package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.cli.text.TarReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DebugCommandTest {

    /** Time that passes as fast as it is waited for. */
    private static final class Fast implements Time {
        private long nanos;

        @Override
        public synchronized long nanos() {
            return nanos;
        }

        @Override
        public synchronized long millis() {
            return 1_700_000_000_000L + nanos / 1_000_000;
        }

        @Override
        public synchronized void pause(long millis) {
            nanos += millis * 1_000_000;
        }
    }

    @Test
    void gathersAnArchive(@TempDir Path folder) throws IOException {
        try (FakeAgent agent = new FakeAgent(request -> request.path().equals("/v1/agent/monitor") ? FakeAgent.Reply.text(200, "a line\n")
                : FakeAgent.Reply.json("{\"Config\":{\"Version\":\"1.10.11\"},\"DebugConfig\":{\"EnableDebug\":false}}"))) {
            Cli cli = Cli.on(agent).time(new Fast());
            String name = folder.resolve("d").toString();
            assertThat(cli.run("debug", "-duration=10s", "-interval=5s", "-output=" + name)).isZero();
            assertThat(cli.out()).endsWith("Saved debug archive: " + name + ".tar.gz\n");
            List<String> files = new ArrayList<>();
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("d.tar.gz")))) {
                TarReader tar = new TarReader(in);
                for (String file = tar.next(); file != null; file = tar.next()) {
                    files.add(file);
                }
            }
            assertThat(files).containsExactly("d/host.json", "d/agent.json", "d/cluster.json", "d/1700000000/metrics.json",
                "d/1700000005/metrics.json", "d/1700000005/consul.log", "d/index.json");
        }
    }

    @Test
    void refusesImpossibleTimes() {
        Cli cli = new Cli();
        assertThat(cli.run("debug", "-duration=1s")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Capture validation failed: duration must be longer than 10s\n");
        assertThat(cli.run("debug", "-capture=everything")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Capture validation failed: unknown capture target everything\n");
    }
}

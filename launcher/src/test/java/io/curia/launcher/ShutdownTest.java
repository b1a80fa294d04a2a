package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.launcher.logging.LogSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    @Test
    void theFirstExitCodeCounts() throws InterruptedException {
        Shutdown shutdown = new Shutdown(settings(true, false), () -> null);
        assertThat(shutdown.hasEnded()).isFalse();
        shutdown.shutdown(0);
        shutdown.shutdown(1);
        assertThat(shutdown.await()).isZero();
    }

    @Test
    void aSignalThatLeavesEndsWithZero() throws InterruptedException {
        Shutdown shutdown = new Shutdown(settings(true, false), () -> null);
        shutdown.end("interrupt", true);
        assertThat(shutdown.await()).isZero();
    }

    @Test
    void aSignalThatDoesNotLeaveEndsWithOne() throws InterruptedException {
        Shutdown shutdown = new Shutdown(settings(false, true), () -> null);
        shutdown.end("interrupt", false);
        assertThat(shutdown.await()).isOne();
    }

    private static AgentSettings settings(boolean leaveOnTerminate, boolean skipLeaveOnInterrupt) {
        return new AgentSettings(true, true, "memory", null, new LogSettings("INFO", false, null, 0, 0, 0), null, leaveOnTerminate,
            skipLeaveOnInterrupt, null, List.of(), Map.of(), List.of());
    }
}

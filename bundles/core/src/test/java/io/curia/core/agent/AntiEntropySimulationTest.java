package io.curia.core.agent;

import io.curia.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Anti-entropy, from seeds: whatever happens, the catalog comes to be as the agent is. */
class AntiEntropySimulationTest {
    @Test
    void theCatalogComesToBeAsTheAgentIs() {
        Seeds.each(100, AntiEntropySimulation::new);
    }

    @Test
    void aChangeOfOutputAloneIsHeldBackAsLongAsConfigured() {
        Seeds.each(50, OutputSimulation::new);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Seeds.repeat(AntiEntropySimulation::new);
        Seeds.repeat(OutputSimulation::new);
    }
}

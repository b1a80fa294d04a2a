package io.curia.rpc.yamux;

import io.curia.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Sessions, from seeds. */
class SessionSimulationTest {
    @Test
    void whatComesIsWhatWasSentAndNothingIsLeft() {
        Seeds.each(300, SessionSimulation::new);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Seeds.repeat(SessionSimulation::new);
    }
}

package io.curia.rpc.lane;

import io.curia.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** The consensus engines' transport, from seeds. */
class LaneSimulationTest {
    @Test
    void everyCallEndsOnceAndInTimeAndAllIsWellAgain() {
        Seeds.each(25, LaneSimulation::new);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Seeds.repeat(LaneSimulation::new);
    }
}

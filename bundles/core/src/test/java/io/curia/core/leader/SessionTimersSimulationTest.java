package io.curia.core.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions' timers, from seeds: no session ends within its time, and none outlives its client for long. */
class SessionTimersSimulationTest {
    @Test
    void noSessionEndsWithinItsTimeAndNoneStays() {
        List<SessionTimersSimulation> all = new ArrayList<>();
        Seeds.each(150, seed -> {
            all.add(new SessionTimersSimulation(seed));
            return all.get(all.size() - 1);
        });
        assertThat(all).as("most clients stop on the way").allSatisfy(one -> assertThat(one.ended()).isPositive());
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Seeds.repeat(SessionTimersSimulation::new);
    }
}

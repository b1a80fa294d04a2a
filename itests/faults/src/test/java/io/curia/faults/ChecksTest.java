package io.curia.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.faults.Beacon.Lit;
import io.curia.faults.Fault.Kind;
import io.curia.faults.Fault.Means;
import io.curia.faults.Follower.Seen;
import io.curia.faults.History.Session;
import io.curia.faults.History.StaleRead;
import io.curia.faults.Linearizability.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each checker passes what is right and finds what is wrong. */
class ChecksTest {
    private static final long SECOND = 1_000_000_000L;

    private final Calm calm = new Calm();

    @Test
    void aLockThatIsReleasedOrWhoseSessionMayHaveEndedPassesToAnother() {
        List<Op> ops = List.of(acquire("s1", 10, 20), release("s1", 30, 40), acquire("s2", 50, 60), acquire("s3", 100, 110));
        assertThat(lock(ops, Map.of("s1", valid(30), "s2", valid(70), "s3", valid(100)))).isEqualTo(Verdict.LINEARIZABLE);
    }

    @Test
    void aLockIsNotTakenFromASessionThatIsValid() {
        List<Op> ops = List.of(acquire("s1", 10, 20), acquire("s2", 50, 60));
        assertThat(lock(ops, Map.of("s1", valid(70), "s2", valid(50)))).isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    @Test
    void whoseSessionHasEndedDoesNotHoldTheLock() {
        List<Op> ops = List.of(acquire("s1", 10, 20), Op.read("get", Map.of(LockClient.KEY, "s1"), 50, 60));
        assertThat(lock(ops, Map.of("s1", valid(70)))).isEqualTo(Verdict.LINEARIZABLE);
        assertThat(lock(List.of(acquire("s1", 10, 20), Op.read("get", Map.of(LockClient.KEY, Op.ABSENT), 50, 60)),
                Map.of("s1", valid(70)))).isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    @Test
    void theDelayOfALockIsOverBeforeAnotherTakesIt() {
        calm.change(true, 0);
        Map<String, Session> sessions = Map.of("s1", new Session(2 * SECOND, SECOND, SECOND + 50), "s2", valid(0));
        assertThat(LockCheck.tooEarly("g", List.of(acquire("s1", 10, 20), acquire("s2", 2 * SECOND, 2 * SECOND + 10)), sessions,
                calm)).singleElement().asString().contains("lock g of s1 was taken by s2 999 ms before");
        assertThat(LockCheck.tooEarly("g", List.of(acquire("s1", 10, 20), acquire("s2", 2 * SECOND, 3 * SECOND + 10)), sessions,
                calm)).isEmpty();
        assertThat(LockCheck.tooEarly("g", List.of(acquire("s1", 10, 20), release("s1", 30, 40),
                acquire("s2", 2 * SECOND, 2 * SECOND + 10)), sessions, calm)).isEmpty();
        calm.change(false, SECOND);
        assertThat(LockCheck.tooEarly("g", List.of(acquire("s1", 10, 20), acquire("s2", 2 * SECOND, 2 * SECOND + 10)), sessions,
                calm)).isEmpty();
    }

    @Test
    void staleReadsMayBeOldButDoNotGoBackOnOneServer() {
        Map<String, List<Op>> written = Map.of("g", List.of(Op.done("put", Map.of(), Map.of("a", "v"), 0, 1)));
        assertThat(StaleCheck.check(List.of(stale("n1#1", "v", 5, 10), stale("n2#1", "v", 4, 20), stale("n1#2", "v", 3, 30)),
                written)).isEmpty();
        assertThat(StaleCheck.check(List.of(stale("n1#1", "v", 5, 10), stale("n1#1", "v", 4, 20)), written))
                .singleElement().asString().contains("went back from index 5 to 4");
        assertThat(StaleCheck.check(List.of(stale("n1#1", "w", 5, 10)), written))
                .singleElement().asString().contains("nobody had written");
    }

    @Test
    void whoWaitsSeesANumberOrALaterOneInTime() {
        calm.change(true, 0);
        List<Lit> lit = List.of(new Lit(1, SECOND), new Lit(2, 2 * SECOND));
        assertThat(blocking(lit, new Seen(2, 2 * SECOND))).isEmpty();
        assertThat(blocking(lit, new Seen(1, SECOND), new Seen(2, 6 * SECOND)))
                .singleElement().asString().contains("number 2", "at 6.000 only");
        assertThat(blocking(lit, new Seen(1, SECOND))).singleElement().asString().contains("number 2", "never");
        calm.change(false, 3 * SECOND);
        assertThat(blocking(lit)).isEmpty();
    }

    @Test
    void aSeedGivesItsScheduleAndAnotherAnother() {
        assertThat(steps(7)).isEqualTo(steps(7)).isNotEqualTo(steps(8));
        assertThat(steps(7).toString()).contains("HALVES", "KILL", "PAUSE", "CLOCK").doesNotContain("RING");
    }

    @Test
    void clocksJumpBySecondsToADayBothWays() {
        List<Long> jumps = steps(7).stream().flatMap(step -> step.faults().stream()).filter(fault -> fault.kind() == Kind.CLOCK)
                .map(fault -> fault.jump().toSeconds()).toList();
        assertThat(jumps).allMatch(jump -> jump != 0 && Math.abs(jump) <= 86_400).anyMatch(jump -> Math.abs(jump) < 60)
                .anyMatch(jump -> jump > 3_600).anyMatch(jump -> jump < -3_600);
        assertThat(Kind.possible(3, EnumSet.of(Means.SANDBOX))).contains(Kind.HALVES).doesNotContain(Kind.CLOCK);
    }

    private static List<Schedule.Step> steps(long seed) {
        Schedule schedule = new Schedule(seed, 3, Kind.possible(3, EnumSet.allOf(Means.class)));
        return Stream.generate(schedule::next).limit(200).toList();
    }

    private List<String> blocking(List<Lit> lit, Seen... seen) {
        return BlockingCheck.check("n1", lit, List.of(seen), calm, 0);
    }

    private static Verdict lock(List<Op> ops, Map<String, Session> sessions) {
        return Linearizability.check(LockCheck.withEnds(ops, sessions));
    }

    private static Session valid(long at) {
        return new Session(0, at, Op.NEVER);
    }

    private static Op acquire(String session, long invoked, long returned) {
        return Op.done("acquire", Map.of(LockClient.KEY, Op.ABSENT), Map.of(LockClient.KEY, session), invoked, returned);
    }

    private static Op release(String session, long invoked, long returned) {
        return Op.done("release", Map.of(LockClient.KEY, session), Map.of(LockClient.KEY, Op.ABSENT), invoked, returned);
    }

    private static StaleRead stale(String server, String found, long index, long time) {
        return new StaleRead(server, "g", "a", found, index, time, time + 1);
    }
}

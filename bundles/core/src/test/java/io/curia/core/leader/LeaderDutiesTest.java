package io.curia.core.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.Coordinate;
import io.curia.api.model.Session;
import io.curia.api.op.KvOperations.Verb;
import io.curia.core.agent.ManualScheduler;
import io.curia.core.fsm.Cluster;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.SessionWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeaderDutiesTest {
    private static final String ONE = "11111111-1111-1111-1111-111111111111";
    private static final long SECOND = 1_000_000_000L;
    private final Cluster cluster = new Cluster();
    private final ManualScheduler scheduler = new ManualScheduler();

    private SessionTimers timers(List<String> ended) {
        SessionTimers timers = new SessionTimers(cluster.store, scheduler, id -> {
            ended.add(id);
            return CompletableFuture.completedFuture(null);
        });
        cluster.store.listen(timers);
        return timers;
    }

    private void session(String ttl) {
        cluster.register("n", null, null);
        cluster.apply(cluster.msgpack.encode(CommandType.SESSION,
                new SessionWrites.SessionCommand(false,
                        new Session(ONE, "", "n", 0, Session.RELEASE, ttl, List.of(), null, null, 0, 0))), String.class);
    }

    @Test
    void aSessionEndsTwiceItsTtlAfterTheLastRenewal() {
        List<String> ended = new ArrayList<>();
        SessionTimers timers = timers(ended);
        timers.onLeadership(true);
        session("10s");
        scheduler.advance(19_000);
        assertThat(timers.renew(ONE)).isNotNull();
        scheduler.advance(19_999);
        assertThat(ended).isEmpty();
        scheduler.advance(1);
        assertThat(ended).containsExactly(ONE);
    }

    @Test
    void aSessionWhoseEndIsUnderWayIsNotRenewed() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        SessionTimers timers = new SessionTimers(cluster.store, scheduler, id -> {
            ends.add(new CompletableFuture<>());
            return ends.get(ends.size() - 1);
        });
        timers.onLeadership(true);
        session("10s");
        timers.onLeadership(true);
        scheduler.advance(20_000);
        assertThat(timers.renew(ONE)).isNull();
        ends.get(0).completeExceptionally(new IllegalStateException("no answer in time"));
        assertThat(timers.renew(ONE)).as("the end may yet be in the log").isNull();
        scheduler.advance(10_000);
        assertThat(ends).hasSize(2);
        timers.onLeadership(false);
        ends.get(1).completeExceptionally(new IllegalStateException("not the leader"));
        scheduler.advance(600_000);
        assertThat(ends).as("the next leader sees to it").hasSize(2);
        timers.onLeadership(true);
        assertThat(timers.renew(ONE)).isNotNull();
    }

    @Test
    void aNewLeaderGivesEverySessionItsFullTime() {
        List<String> ended = new ArrayList<>();
        SessionTimers timers = timers(ended);
        session("10s");
        scheduler.advance(60_000);
        assertThat(timers.size()).isZero();
        timers.onLeadership(true);
        scheduler.advance(19_999);
        assertThat(ended).isEmpty();
        timers.onLeadership(false);
        scheduler.advance(60_000);
        assertThat(ended).isEmpty();
    }

    @Test
    void sessionsWithoutTtlAndEndedOnesHaveNoTimer() {
        SessionTimers timers = timers(new ArrayList<>());
        timers.onLeadership(true);
        session("");
        assertThat(timers.size()).isZero();
        session("10s");
        assertThat(timers.size()).isEqualTo(1);
        cluster.destroy(ONE);
        assertThat(timers.size()).isZero();
    }

    @Test
    void aLostLockIsBarredForItsDelay() {
        long[] now = {0};
        LockDelays delays = new LockDelays(() -> now[0]);
        cluster.store.listen(delays);
        cluster.register("n", null, null);
        cluster.session(ONE, "n", Session.RELEASE, 15 * SECOND, List.of());
        cluster.kv(Verb.LOCK, "l", "v", 0, ONE);
        cluster.kv(Verb.UNLOCK, "l", "v", 0, ONE);
        assertThat(delays.barred("l")).isFalse();
        cluster.kv(Verb.LOCK, "l", "v", 0, ONE);
        cluster.destroy(ONE);
        assertThat(delays.barred("l")).isTrue();
        now[0] = 15 * SECOND;
        assertThat(delays.barred("l")).isFalse();
    }

    @Test
    void tombstonesLiveAQuarterOfAnHour() {
        List<Long> reaped = new ArrayList<>();
        cluster.set("a", "1");
        cluster.kv(Verb.DELETE, "a", null, 0, "");
        TombstoneCollector collector = new TombstoneCollector(scheduler, () -> cluster.state().index,
                () -> cluster.state().tombstones.size(), reaped::add);
        collector.onLeadership(true);
        scheduler.advance(15 * 60_000);
        assertThat(reaped).isEmpty();
        scheduler.advance(60_000);
        assertThat(reaped).containsExactly(2L);
        cluster.apply(cluster.msgpack.encode(CommandType.TOMBSTONE,
                new CommandType.ReapCommand(2)), Boolean.class);
        assertThat(cluster.state().tombstones.size()).isZero();
    }

    @Test
    void coordinatesAreWrittenTogetherTheNewestOfEachNode() {
        List<List<NodeCoordinate>> written = new ArrayList<>();
        CoordinateBatcher batcher = new CoordinateBatcher(scheduler, 100, written::add);
        for (int i = 0; i < 2 * CoordinateBatcher.MAX_PENDING; i++) {
            batcher.add(new NodeCoordinate("n" + i, "", Coordinate.ORIGIN));
            batcher.add(new NodeCoordinate("n0", "", Coordinate.ORIGIN));
        }
        scheduler.advance(100);
        assertThat(written.stream().mapToInt(List::size).sum()).isEqualTo(CoordinateBatcher.MAX_PENDING);
        assertThat(written.stream().mapToInt(List::size).max()).hasValue(128);
        scheduler.advance(1000);
        assertThat(written).hasSize(5);
        batcher.close();
    }
}

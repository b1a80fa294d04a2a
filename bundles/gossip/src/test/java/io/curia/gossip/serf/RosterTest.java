package io.curia.gossip.serf;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.Member;
import io.curia.gossip.swim.Node;
import io.curia.gossip.swim.Nodes;
import io.curia.gossip.swim.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class RosterTest {
    private static final long HOUR = 3_600_000_000_000L;
    private long now = 1;
    private final List<String> told = new ArrayList<>();
    private final LamportClock clock = new LamportClock();
    private final Roster roster = new Roster("me", clock, new Scheduler() {
        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Timer after(long nanos, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }, (member, forgotten) -> told.add(member.name() + " " + member.status() + (forgotten ? " forgotten" : "")),
            NOPLogger.NOP_LOGGER);
    private final Node node = Nodes.node("a", SerfCodec.encodeTags(Map.of("k", "v")));

    private int status() {
        return roster.get("a").view().status();
    }

    @Test
    void whoSaysThatItLeavesHasLeftWhenItIsGone() {
        roster.onJoin(node);
        assertThat(roster.get("a").view().tags()).isEqualTo(Map.of("k", "v"));
        assertThat(roster.leave(new SerfMessage.Leave(5, "a", false))).isTrue();
        assertThat(roster.leave(new SerfMessage.Leave(5, "a", false))).as("no news").isFalse();
        roster.onGone(Nodes.as(node, Node.State.DEAD));
        assertThat(told).containsExactly("a 1", "a 2", "a 3");
        assertThat(clock.time()).isEqualTo(6);
    }

    @Test
    void whoSaysNothingHasFailed() {
        roster.onJoin(node);
        roster.onGone(Nodes.as(node, Node.State.DEAD));
        assertThat(status()).isEqualTo(Member.FAILED);
        roster.leave(new SerfMessage.Leave(5, "a", false));
        assertThat(status()).as("an operator said so").isEqualTo(Member.LEFT);
        roster.onJoin(Nodes.as(node, Node.State.ALIVE));
        assertThat(status()).isEqualTo(Member.ALIVE);
    }

    @Test
    void theNewerIntentCounts() {
        roster.onJoin(node);
        roster.leave(new SerfMessage.Leave(5, "a", false));
        assertThat(roster.join(new SerfMessage.Join(4, "a"))).isFalse();
        assertThat(status()).isEqualTo(Member.LEAVING);
        assertThat(roster.join(new SerfMessage.Join(6, "a"))).isTrue();
        assertThat(status()).isEqualTo(Member.ALIVE);
        assertThat(roster.leave(new SerfMessage.Leave(6, "a", false))).isFalse();
    }

    @Test
    void intentsOfTheUnknownAreRememberedForAWhile() {
        assertThat(roster.leave(new SerfMessage.Leave(5, "a", false))).isTrue();
        assertThat(roster.leave(new SerfMessage.Leave(5, "a", false))).isFalse();
        roster.onJoin(node);
        assertThat(status()).isEqualTo(Member.LEAVING);
        roster.leave(new SerfMessage.Leave(5, "b", false));
        now += HOUR;
        roster.reap(any -> HOUR, HOUR);
        roster.onJoin(Nodes.node("b", new byte[0]));
        assertThat(roster.get("b").view().status()).isEqualTo(Member.ALIVE);
    }

    @Test
    void theFailedAndTheLeftAreForgottenInTime() {
        roster.onJoin(node);
        roster.onJoin(Nodes.node("b", new byte[0]));
        roster.onGone(Nodes.as(node, Node.State.DEAD));
        roster.onGone(Nodes.as(Nodes.node("b", new byte[0]), Node.State.LEFT));
        now += 2 * HOUR;
        roster.reap(any -> 3 * HOUR, HOUR);
        assertThat(roster.get("b")).isNull();
        assertThat(status()).isEqualTo(Member.FAILED);
        now += 2 * HOUR;
        roster.reap(any -> 3 * HOUR, HOUR);
        assertThat(roster.get("a")).isNull();
        assertThat(told).contains("a 4 forgotten", "b 3 forgotten");
    }

    @Test
    void eventsAreNewsOnce() {
        EventLog log = new EventLog(clock);
        assertThat(log.add(new SerfMessage.UserEvent(1, "e", new byte[1], false))).isTrue();
        assertThat(log.add(new SerfMessage.UserEvent(1, "e", new byte[1], false))).isFalse();
        assertThat(log.add(new SerfMessage.UserEvent(1, "e", new byte[2], false))).isTrue();
        assertThat(log.add(new SerfMessage.UserEvent(5000, "e", new byte[1], false))).isTrue();
        assertThat(log.add(new SerfMessage.UserEvent(2, "e", new byte[1], false))).as("too old").isFalse();
        log.ignoreBefore(6000);
        assertThat(log.add(new SerfMessage.UserEvent(5999, "e", new byte[1], false))).isFalse();
        for (int i = 0; i < 100; i++) {
            log.add(new SerfMessage.UserEvent(7000, "e" + i, new byte[1], false));
        }
        assertThat(log.recent().stream().filter(at -> at.time() == 7000).findFirst().orElseThrow().events())
                .hasSize(EventLog.MOST_AT_ONE_TIME);
    }
}

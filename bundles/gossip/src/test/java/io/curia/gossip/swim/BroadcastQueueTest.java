package io.curia.gossip.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastQueueTest {
    private final BroadcastQueue queue = new BroadcastQueue();
    private final List<String> done = new ArrayList<>();

    private void put(String subject, int size) {
        queue.put(subject, new byte[size], () -> done.add(subject + " " + size));
    }

    private List<Integer> take(int free, int limit) {
        List<byte[]> packet = new ArrayList<>();
        queue.take(packet, free, 2, limit);
        return packet.stream().map(message -> message.length).toList();
    }

    @Test
    void whatWasToldLeastComesFirstThenTheLarger() {
        put("a", 10);
        assertThat(take(100, 3)).containsExactly(10);
        put("b", 20);
        put("c", 30);
        assertThat(take(100, 3)).containsExactly(30, 20, 10);
        assertThat(take(24, 3)).as("what fits").containsExactly(20);
    }

    @Test
    void eachIsToldAsOftenAsIsEnough() {
        put("a", 10);
        assertThat(take(100, 2)).hasSize(1);
        assertThat(done).isEmpty();
        assertThat(take(100, 2)).hasSize(1);
        assertThat(done).containsExactly("a 10");
        assertThat(take(100, 2)).isEmpty();
        assertThat(queue.size()).isZero();
    }

    @Test
    void theNewerTakesTheOldersPlace() {
        put("a", 10);
        put("a", 11);
        put(null, 12);
        put(null, 13);
        assertThat(done).containsExactly("a 10");
        assertThat(take(100, 4)).containsExactly(13, 12, 11);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < BroadcastQueue.MOST + 10; i++) {
            put(null, 10);
        }
        assertThat(queue.size()).isEqualTo(BroadcastQueue.MOST);
        assertThat(done).hasSize(10);
    }

    @Test
    void suspicionShrinksWithEachConfirmation() {
        Suspicion suspicion = new Suspicion("me", 3, 2_000, 30_000, 0);
        assertThat(suspicion.remaining(0)).isEqualTo(30_000);
        assertThat(suspicion.confirm("me")).isFalse();
        assertThat(suspicion.confirm("a")).isTrue();
        assertThat(suspicion.confirm("a")).isFalse();
        assertThat(suspicion.remaining(0)).isEqualTo(16_000);
        suspicion.confirm("b");
        assertThat(suspicion.remaining(1_000)).isBetween(6_800L, 6_820L);
        suspicion.confirm("c");
        assertThat(suspicion.confirm("d")).as("enough").isFalse();
        assertThat(suspicion.remaining(500)).isEqualTo(1_500);
    }

    @Test
    void timesGrowWithThePool() {
        assertThat(Timing.LAN.suspicionMin(5)).isEqualTo(4_000_000_000L);
        assertThat(Timing.LAN.suspicionMin(100)).isEqualTo(8_000_000_000L);
        assertThat(Timing.LAN.retransmits(1)).as("few members choose badly more easily").isEqualTo(8);
        assertThat(Timing.LAN.retransmits(100)).isEqualTo(12);
        assertThat(Timing.LAN.retransmits(99)).isEqualTo(8);
        assertThat(Timing.LAN.pushPull(32)).isEqualTo(30_000_000_000L);
        assertThat(Timing.LAN.pushPull(33)).isEqualTo(60_000_000_000L);
        assertThat(Timing.LAN.pushPull(128)).isEqualTo(90_000_000_000L);
    }
}

package io.curia.consensus.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedRoundsTest {
    private final List<CompletableFuture<Long>> rounds = new ArrayList<>();

    private CompletableFuture<Long> round() {
        CompletableFuture<Long> round = new CompletableFuture<>();
        rounds.add(round);
        return round;
    }

    @Test
    void shouldAnswerWhoAsksMeanwhileWithTheNextRound() {
        SharedRounds shared = new SharedRounds(this::round);
        CompletableFuture<Long> first = shared.join();
        CompletableFuture<Long> second = shared.join();
        CompletableFuture<Long> third = shared.join();
        assertThat(rounds).hasSize(1);

        rounds.get(0).complete(1L);
        assertThat(first).isCompletedWithValue(1L);
        assertThat(second).isNotDone();
        assertThat(rounds).hasSize(2);

        rounds.get(1).complete(2L);
        assertThat(second).isCompletedWithValue(2L);
        assertThat(third).isCompletedWithValue(2L);
    }

    @Test
    void shouldGoOnBehindARoundThatFails() {
        SharedRounds shared = new SharedRounds(this::round);
        CompletableFuture<Long> first = shared.join();
        rounds.get(0).completeExceptionally(new IllegalStateException("no"));

        assertThat(first).failsWithin(1, TimeUnit.SECONDS);
        CompletableFuture<Long> second = shared.join();
        rounds.get(1).complete(2L);
        assertThat(second).isCompletedWithValue(2L);
    }

    @Test
    void shouldGoOnBehindARoundThatCannotBegin() {
        SharedRounds shared = new SharedRounds(() -> {
            if (rounds.isEmpty()) {
                rounds.add(null);
                throw new IllegalStateException("no");
            }
            return round();
        });

        assertThat(shared.join()).failsWithin(1, TimeUnit.SECONDS);
        CompletableFuture<Long> second = shared.join();
        rounds.get(1).complete(2L);
        assertThat(second).isCompletedWithValue(2L);
    }
}

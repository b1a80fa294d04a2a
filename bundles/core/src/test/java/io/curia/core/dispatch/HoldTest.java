package io.curia.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;
import io.curia.core.agent.ManualScheduler;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HoldTest {
    private final ManualScheduler timers = new ManualScheduler();
    private final Hold hold = new Hold(1_000, timers, new Random(1), timers::nanoTime);
    private int attempts;

    private CompletableFuture<String> again(long deadline) {
        return hold.again(deadline, () -> new CuriaException(Kind.NO_LEADER, "No cluster leader"), () -> {
            attempts++;
            return attempts < 3 ? again(deadline) : CompletableFuture.completedFuture("done");
        });
    }

    @Test
    void shouldTryAgainUntilItIsDone() {
        CompletableFuture<String> answer = again(hold.deadline());

        timers.advance(1_000);

        assertThat(answer).isCompletedWithValue("done");
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() {
        assertThat(again(timers.nanoTime())).isCompletedExceptionally();
        assertThat(attempts).isZero();
    }

    @Test
    void shouldEndWithWhatAnAttemptThrows() {
        CompletableFuture<String> answer = hold.again(hold.deadline(), () -> new CuriaException(Kind.NO_LEADER, "No cluster leader"),
                () -> {
                    throw new IllegalStateException("the engine has gone");
                });

        timers.advance(1_000);

        assertThat(answer).isCompletedExceptionally();
    }
}

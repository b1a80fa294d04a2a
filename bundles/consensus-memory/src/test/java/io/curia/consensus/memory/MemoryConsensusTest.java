package io.curia.consensus.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.testkit.ConsensusContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MemoryConsensusTest extends ConsensusContract {
    @Override
    protected Engine start(Path data, StateMachine machine) {
        MemoryConsensus consensus = new MemoryConsensus(machine, "node-1", SERVER_ADDRESS);
        return new Engine(consensus, consensus);
    }

    @Override
    protected boolean durable() {
        return false;
    }

    @Override
    protected Optional<Class<?>> writerMain() {
        return Optional.empty();
    }

    @Test
    void shouldBeginInTheSecondTermBehindTheLeadersBarrier() throws Exception {
        Applied first = get(started().apply(bytes("first")));

        assertThat(first.index()).isEqualTo(2);
        assertThat(first.term()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheQueue() throws Exception {
        Consensus consensus = started();
        CountDownLatch release = new CountDownLatch(1);
        consensus.onLeadership((leading, term) -> awaitQuietly(release));
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < MemoryConsensus.QUEUE_LIMIT + 512; i++) {
            futures.add(consensus.apply(bytes("c")));
        }

        CompletableFuture<Applied> last = futures.get(futures.size() - 1);
        assertThat(failure(last).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(last).isCompletedExceptionally();
        release.countDown();
        get(futures.get(0));
        await().until(() -> futures.stream().allMatch(CompletableFuture::isDone));
        assertThat(machine.applied()).isEqualTo((int) futures.stream()
                .filter(f -> !f.isCompletedExceptionally()).count());
    }

    @Test
    void shouldCloseFromAContinuation() throws Exception {
        Consensus consensus = started();
        get(consensus.apply(bytes("last")).thenRun(() -> {
            try {
                ((AutoCloseable) consensus).close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));

        assertThat(failure(consensus.apply(bytes("after"))).reason()).isEqualTo(Reason.UNAVAILABLE);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("consensus-apply")));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

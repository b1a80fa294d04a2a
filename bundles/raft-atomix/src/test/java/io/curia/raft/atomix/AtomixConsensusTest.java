package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.ConsensusContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class AtomixConsensusTest extends ConsensusContract {
    static LogSettings settings(Path data) {
        return new LogSettings(data.resolve("raft"), "dc1", "node-1", SERVER_ADDRESS, Timing.of(1, 0, 0), true, 1_000_000,
                Duration.ofHours(1), 0);
    }

    static AtomixConsensus.Sources sources(LongSupplier usableBytes) {
        return new AtomixConsensus.Sources(System::nanoTime, System::currentTimeMillis, new Random(), usableBytes);
    }

    @Override
    protected Engine start(Path data, StateMachine machine) throws Exception {
        LogConsensus consensus = AtomixConsensus.create(settings(data), machine, new LateTransport(), sources(() -> Long.MAX_VALUE));
        consensus.start();
        return new Engine(consensus, consensus);
    }

    @Override
    protected boolean durable() {
        return true;
    }

    @Override
    protected Optional<Class<?>> writerMain() {
        return Optional.of(WriterMain.class);
    }

    @Test
    void shouldRefuseWhatIsTooMuchAtOnceAndLoseNothing() throws Exception {
        Consensus consensus = started();
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < 3 * AtomixLimits.PENDING_COMMANDS; i++) {
            futures.add(consensus.apply(bytes("c" + i)));
        }

        int accepted = 0;
        for (CompletableFuture<Applied> future : futures) {
            try {
                get(future);
                accepted++;
            } catch (ExecutionException e) {
                assertThat(((ConsensusException) e.getCause()).reason()).isEqualTo(Reason.UNAVAILABLE);
            }
        }
        assertThat(machine.commands()).hasSize(accepted);
        assertThat(accepted).isGreaterThanOrEqualTo(AtomixLimits.PENDING_COMMANDS);
        get(consensus.apply(bytes("after")));
    }

    @Test
    void shouldRefuseACommandThatIsTooLarge() throws Exception {
        Consensus consensus = started();

        assertThat(failure(consensus.apply(new byte[AtomixLimits.COMMAND_BYTES])).reason()).isEqualTo(Reason.UNAVAILABLE);

        get(consensus.apply(new byte[AtomixLimits.COMMAND_BYTES - Batch.OVERHEAD]));
    }

    @Test
    void shouldLeadSoonAfterTheStart() throws Exception {
        started();
        stop();
        long before = System.nanoTime();
        started();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }
}

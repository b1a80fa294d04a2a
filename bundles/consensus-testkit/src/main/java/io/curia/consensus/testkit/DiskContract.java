package io.curia.consensus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an engine with a log on disk promises beyond the {@link ConsensusContract}, tried with one server. */
public abstract class DiskContract extends ConsensusContract {
    /** Of a server that is alone and takes no snapshot by itself. */
    protected static LogSettings settings(Path data) {
        return new LogSettings(data.resolve("raft"), "dc1", "node-1", SERVER_ADDRESS, Timing.of(1, 0, 0), true, 1_000_000,
                Duration.ofHours(1), 0);
    }

    /** A server that is not started yet. */
    protected abstract LogConsensus create(LogSettings settings, StateMachine machine);

    /** How many writes may wait at once. */
    protected abstract int pendingLimit();

    @Override
    protected final Engine start(Path data, StateMachine machine) throws Exception {
        LogConsensus consensus = create(settings(data), machine);
        consensus.start();
        return new Engine(consensus, consensus);
    }

    @Override
    protected final boolean durable() {
        return true;
    }

    /** The test itself, whose {@code main} calls {@link #write}. */
    @Override
    protected final Optional<Class<?>> writerMain() {
        return Optional.of(getClass());
    }

    /**
     * Makes a number of writes one after the other; run under strace to count syncs.
     *
     * @param arguments the data folder, and the number of writes
     */
    protected final void write(String[] arguments) throws Exception {
        try (LogConsensus consensus = create(settings(Path.of(arguments[0])), new RecordingStateMachine())) {
            consensus.start();
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                consensus.apply(new byte[256]).get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsTooMuchAtOnceAndLoseNothing() throws Exception {
        Consensus consensus = started();
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < 3 * pendingLimit(); i++) {
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
        assertThat(accepted).isGreaterThanOrEqualTo(pendingLimit());
        get(consensus.apply(bytes("after")));
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

package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.Batch;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.testkit.DiskContract;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class AtomixConsensusTest extends DiskContract {
    /** @param arguments of {@link #write}; its syncs are counted */
    public static void main(String[] arguments) throws Exception {
        new AtomixConsensusTest().write(arguments);
    }

    static AtomixConsensus.Sources sources(LongSupplier usableBytes) {
        return new AtomixConsensus.Sources(System::nanoTime, System::currentTimeMillis, new Random(), usableBytes);
    }

    @Override
    protected LogConsensus create(LogSettings settings, StateMachine machine) {
        return AtomixConsensus.create(settings, machine, new LateTransport(), sources(() -> Long.MAX_VALUE));
    }

    @Override
    protected int pendingLimit() {
        return AtomixLimits.PENDING_COMMANDS;
    }
    @Test
    void shouldRefuseACommandThatIsTooLarge() throws Exception {
        Consensus consensus = started();

        assertThat(failure(consensus.apply(new byte[AtomixLimits.COMMAND_BYTES])).reason()).isEqualTo(Reason.UNAVAILABLE);

        get(consensus.apply(new byte[AtomixLimits.COMMAND_BYTES - Batch.OVERHEAD]));
    }
}

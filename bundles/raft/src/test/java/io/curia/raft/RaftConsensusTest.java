package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import io.curia.consensus.testkit.ConsensusContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

class RaftConsensusTest extends ConsensusContract {
    static RaftSettings settings(Path data) {
        return new RaftSettings(data.resolve("raft"), "dc1", "node-1", SERVER_ADDRESS, 1, 1_000_000,
                Duration.ofHours(1), 0);
    }

    @Override
    protected Engine start(Path data, StateMachine machine) throws Exception {
        RaftConsensus consensus = new RaftConsensus(settings(data), machine, () -> Long.MAX_VALUE, System::nanoTime);
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
}

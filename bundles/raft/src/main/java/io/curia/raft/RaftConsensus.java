package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.SingleThread;
import io.curia.raft.RatisNode.Surroundings;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The replicated log on Ratis. Further threads of ours are "consensus-writer" (batches) and "consensus-peers" (other servers'
 * calls); commands are applied and answered on Ratis' updater thread.
 */
final class RaftConsensus {
    static final String ENGINE = "ratis";

    private RaftConsensus() { }

    /** @param usableBytes what is left on the disk of the directory */
    static LogConsensus create(LogSettings settings, StateMachine machine, ConsensusTransport transport, LongSupplier usableBytes,
            LongSupplier nanoTime) {
        DiskSpace disk = new DiskSpace(usableBytes, RatisProperties.RESERVE_BYTES, nanoTime);
        ScheduledExecutorService keeper = SingleThread.scheduler("consensus-keeper");
        NodeLifecycle lifecycle = new NodeLifecycle(new Surroundings(settings, machine, transport, nanoTime, keeper), disk);
        return new LogConsensus(ENGINE, settings, nanoTime, disk, keeper, lifecycle);
    }
}

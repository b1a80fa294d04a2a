package io.curia.raft.atomix;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.SingleThread;
import io.curia.raft.atomix.AtomixNode.Surroundings;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The replicated log on Atomix; where this server leads, it is one of the majority that has synced a write. Further threads are
 * "raft-server-..." (Atomix' own: the protocol, the log and its syncs) and "consensus-apply" (the state machine; also answers
 * commands).
 */
final class AtomixConsensus {
    static final String ENGINE = "atomix";

    /** What the engine takes from the world around it. */
    record Sources(LongSupplier nanoTime, LongSupplier timeMillis, RandomGenerator random, LongSupplier usableBytes) { }

    private AtomixConsensus() { }

    static LogConsensus create(LogSettings settings, StateMachine machine, ConsensusTransport transport, Sources sources) {
        LongSupplier nanoTime = sources.nanoTime();
        DiskSpace disk = new DiskSpace(sources.usableBytes(), AtomixLimits.RESERVE_BYTES, nanoTime);
        ScheduledExecutorService keeper = SingleThread.scheduler("consensus-keeper");
        NodeLifecycle lifecycle = new NodeLifecycle(
                new Surroundings(settings, machine, transport, nanoTime, sources.random(), keeper), sources.timeMillis(), disk);
        return new LogConsensus(ENGINE, settings, nanoTime, disk, keeper, lifecycle);
    }
}

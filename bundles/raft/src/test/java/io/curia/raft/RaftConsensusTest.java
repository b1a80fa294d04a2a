package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.testkit.DiskContract;

class RaftConsensusTest extends DiskContract {
    /** @param arguments of {@link #write}; its syncs are counted */
    public static void main(String[] arguments) throws Exception {
        new RaftConsensusTest().write(arguments);
    }

    @Override
    protected LogConsensus create(LogSettings settings, StateMachine machine) {
        return RaftConsensus.create(settings, machine, new LateTransport(), () -> Long.MAX_VALUE, System::nanoTime);
    }

    @Override
    protected int pendingLimit() {
        return RatisProperties.PENDING_LIMIT;
    }}

package io.curia.raft;

import io.curia.consensus.testkit.FaultyHistory;

/** Runs histories under network faults by hand: {@code FaultMain <empty folder> <first seed> <how many> <faults each>}. */
public final class FaultMain {
    private FaultMain() { }

    /** @param args see above */
    public static void main(String[] args) throws Exception {
        FaultyHistory.main(args, RaftClusterTest::start);
    }
}

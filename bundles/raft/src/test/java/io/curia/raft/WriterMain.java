package io.curia.raft;

import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.testkit.RecordingStateMachine;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes a number of writes one after the other; run under strace to count syncs. */
public final class WriterMain {
    private WriterMain() { }

    /** @param args the data folder, and the number of writes */
    public static void main(String[] args) throws Exception {
        try (LogConsensus consensus = RaftConsensus.create(RaftConsensusTest.settings(Path.of(args[0])),
                new RecordingStateMachine(), new LateTransport(), () -> Long.MAX_VALUE, System::nanoTime)) {
            consensus.start();
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                consensus.apply(new byte[256]).get(10, TimeUnit.SECONDS);
            }
        }
    }
}

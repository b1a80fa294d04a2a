package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle;
import io.curia.raft.atomix.AtomixNode.Surroundings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which run of Atomix serves at the moment. A log that has lost its newest configuration gets a new run, too. */
final class NodeLifecycle extends LogLifecycle<AtomixNode> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLifecycle.class);

    private final Surroundings around;
    private final LongSupplier timeMillis;
    private final AtomixWritePath writes;

    /** @param timeMillis wall-clock time, which configurations are marked with */
    NodeLifecycle(Surroundings around, LongSupplier timeMillis, DiskSpace disk) {
        super(around.settings(), disk, around.nanoTime());
        this.around = around;
        this.timeMillis = timeMillis;
        this.writes = new AtomixWritePath(this, disk);
    }

    @Override
    public AtomixWritePath writes() {
        return writes;
    }

    @Override
    protected List<Peer> storedPeers() throws IOException {
        return StoredLog.peers(around.settings());
    }

    @Override
    protected void replaceConfiguration(List<Peer> peers) throws IOException {
        StoredLog.replaceConfiguration(around.settings(), peers, timeMillis.getAsLong());
    }

    @Override
    protected AtomixNode open(List<Peer> peers) throws IOException, InterruptedException {
        AtomixNode opened = AtomixNode.open(around, writes, new NodeRun());
        if (!peers.isEmpty() && !opened.hasConfiguration() && opened.isEmpty()) {
            try {
                opened.bootstrap(peers, timeMillis.getAsLong()).join();
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
        return opened;
    }

    private final class NodeRun extends Run implements RaftCore.Events {
        @Override
        public void configurationLost() {
            if (!isPresent() || state() == State.CLOSED) {
                return;
            }
            if (leaveRunning()) {
                LOG.info("a change of the cluster's servers was undone; the log is opened again");
                run(() -> reopen(false));
            } else {
                // it is about to run
                schedule(this::configurationLost, LOOK_MILLIS);
            }
        }
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return submit(() -> {
            if (node().hasConfiguration()) {
                return new HashSet<>(node().peers()).equals(new HashSet<>(peers)) ? CompletableFuture.completedFuture(null)
                        : refusal("this server is in a cluster already");
            }
            if (!node().isEmpty()) {
                return refusal("this server's log is not empty");
            }
            if (!isVoter(peers)) {
                return refusal("this server is not among the voters of the new cluster");
            }
            return node().bootstrap(peers, timeMillis.getAsLong()).thenRun(this::configured);
        });
    }
}

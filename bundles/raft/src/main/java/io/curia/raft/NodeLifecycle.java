package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle;
import io.curia.consensus.support.LogSettings;
import io.curia.raft.RatisNode.Surroundings;
import io.curia.raft.RatisProperties.FirstElection;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which run of Ratis serves at the moment. A run may also end by itself, because this server left the cluster; a new one then
 * waits until it is taken in again.
 */
final class NodeLifecycle extends LogLifecycle<RatisNode> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLifecycle.class);

    private final Surroundings around;
    private final RatisWritePath writes;
    /** On the admin thread: the next run asks for no votes until a leader has taken this server in again. */
    private boolean quiet;

    NodeLifecycle(Surroundings around, DiskSpace disk) {
        super(around.settings(), disk, around.nanoTime());
        this.around = around;
        this.writes = new RatisWritePath(this, disk);
    }

    @Override
    public RatisWritePath writes() {
        return writes;
    }

    @Override
    protected List<Peer> storedPeers() throws IOException {
        return StoredConfiguration.read(around.settings());
    }

    @Override
    protected RatisNode open(List<Peer> peers) throws IOException {
        repair(around.settings());
        List<Peer> known = storedPeers();
        List<Peer> first = peers.isEmpty() ? StoredConfiguration.first(around.settings()) : peers;
        boolean single = isOnly(known.isEmpty() ? peers : known);
        return RatisNode.open(around, first, single ? FirstElection.AT_ONCE : FirstElection.AS_ALWAYS, new NodeRun());
    }

    private static void repair(LogSettings settings) throws IOException {
        TornTail.repair(settings.directory());
        InterruptedInstall.repair(RatisNode.log(settings));
    }

    private boolean isOnly(List<Peer> peers) {
        return isVoter(peers) && peers.stream().filter(Peer::voter).count() == 1;
    }

    private final class NodeRun extends Run implements RatisStateMachine.Events {
        @Override
        public void stopped() {
            if (isPresent() && leaveRunning()) {
                LOG.info("this server's part in the cluster has ended; it waits to be taken in again");
                run(() -> reopen(false));
            }
        }

        @Override
        public void removed() {
            // the run that has stopped may be replaced already: whichever is present asks for no votes
            run(() -> {
                if (state() == State.RUNNING) {
                    node().standBy();
                } else {
                    quiet = true;
                }
            });
        }
    }

    @Override
    protected void opened(RatisNode run) {
        if (quiet) {
            quiet = false;
            run.standBy();
        }
    }

    @Override
    public CompletableFuture<Void> bootstrap(List<Peer> peers) {
        return submit(() -> {
            if (Set.copyOf(peers).equals(Set.copyOf(node().peers()))) {
                // those that were told before have elected a leader, and it was here already
                return CompletableFuture.completedFuture(null);
            }
            if (!node().isEmpty() || !node().peers().isEmpty()) {
                return refusal("this server is in a cluster already");
            }
            if (!isVoter(peers)) {
                return refusal("this server is not among the voters of the new cluster");
            }
            return exchange(() -> {
                StoredConfiguration.first(around.settings(), peers);
                return open(List.of());
            });
        });
    }

    @Override
    protected void replaceConfiguration(List<Peer> peers) throws IOException {
        long term;
        long end;
        repair(around.settings());
        try (RatisNode look = RatisNode.open(around, List.of(), FirstElection.NEVER, new NoEvents())) {
            term = look.term();
            end = look.nextPosition();
            if (look.isEmpty()) {
                throw new IOException("there is no log to recover");
            }
        }
        StoredConfiguration.replace(around.settings(), peers, term, end);
    }

    private static final class NoEvents implements RatisStateMachine.Events {
        @Override
        public void leading(boolean leading) {
            // nobody leads a log that is only looked at
        }

        @Override
        public void logFailed(Throwable cause) {
            // nothing is written
        }

        @Override
        public void stopped() {
            // whoever looks closes it
        }

        @Override
        public void removed() {
            // nobody is asked
        }
    }
}

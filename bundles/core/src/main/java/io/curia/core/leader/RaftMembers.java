package io.curia.core.leader;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the servers of the consensus, one change after another, each made of the servers as they are when its turn comes.
 * Thread-safe. At most {@value #MOST_WAITING} changes wait; what is refused is wanted again at the next look.
 */
public final class RaftMembers {
    private static final Logger LOG = LoggerFactory.getLogger(RaftMembers.class);
    private static final int MOST_WAITING = 64;

    private final Supplier<Consensus> engine;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int waiting;

    /** @param engine null while there is none */
    public RaftMembers(Supplier<Consensus> engine) {
        this.engine = engine;
    }

    /** The servers now. */
    public List<Peer> present() {
        Consensus present = engine.get();
        return present == null ? List.of() : present.status().peers();
    }

    /**
     * Takes a server in, as one that learns; what had its address or its id before makes room. Does nothing if it is there already.
     */
    public CompletableFuture<Void> add(String id, String address, String name) {
        return change("adding server " + name, peers -> {
            List<Peer> next = new ArrayList<>();
            for (Peer peer : peers) {
                if (peer.id().equals(id) && peer.address().equals(address)) {
                    return peers;
                }
                if (peer.id().equals(id)) {
                    next.add(new Peer(id, address, peer.voter()));
                } else if (!peer.address().equals(address)) {
                    next.add(peer);
                }
            }
            if (next.stream().noneMatch(peer -> peer.id().equals(id))) {
                next.add(new Peer(id, address, false));
            }
            return next;
        });
    }

    /** Takes a server out. */
    public CompletableFuture<Void> remove(String id) {
        return change("removing server " + id, peers -> peers.stream().filter(peer -> !peer.id().equals(id)).toList());
    }

    /** Lets a server vote. */
    public CompletableFuture<Void> promote(String id) {
        return change("promoting server " + id, peers -> peers.stream()
                .map(peer -> peer.id().equals(id) ? new Peer(id, peer.address(), true) : peer).toList());
    }

    private CompletableFuture<Void> change(String what, UnaryOperator<List<Peer>> next) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (waiting == MOST_WAITING) {
                done.completeExceptionally(new IllegalStateException("too many changes of the servers are waiting"));
                return done;
            }
            waiting++;
            last = last.handle((before, failure) -> null).thenCompose(before -> now(what, next));
            last.whenComplete((changed, failure) -> {
                synchronized (this) {
                    waiting--;
                }
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        }
        return done;
    }

    private CompletableFuture<Void> now(String what, UnaryOperator<List<Peer>> next) {
        Consensus present = engine.get();
        if (present == null || !present.status().leading()) {
            return CompletableFuture.failedFuture(new IllegalStateException("this server does not lead any more"));
        }
        List<Peer> peers = present.status().peers();
        List<Peer> wanted = next.apply(peers);
        if (wanted.equals(peers) || wanted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("{}: servers={}", what, wanted);
        return present.changeMembers(wanted);
    }
}

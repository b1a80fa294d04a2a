package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.RaftServer.Role;
import io.atomix.protocols.raft.protocol.CommandRequest;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.session.RaftSession;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.storage.StorageLevel;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.LogNode;
import io.curia.consensus.support.LogSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Atomix' server over a directory: opened once, closed once. Its methods may be called from any thread. */
final class AtomixNode implements LogNode {
    /** Where a node belongs to: what all runs of one engine share. */
    record Surroundings(LogSettings settings, StateMachine machine, ConsensusTransport transport, LongSupplier nanoTime,
            RandomGenerator random, Executor writer) { }

    private static final Logger LOG = LoggerFactory.getLogger(AtomixNode.class);
    private static final long OPEN_SECONDS = 60;
    private static final long CLOSE_SECONDS = 5;
    /** A leader that is not heard of for so many election timeouts is none that this server knows. */
    private static final int FORGET_TIMEOUTS = 5;

    private final LogSettings settings;
    private final ConsensusTransport transport;
    private final RaftCore.Events events;
    private final RaftCore raft;
    private final RaftSession session;
    private final LeaderContact contact;
    private final AppliedWaiters waiters;
    private final Applier applier;
    private final SnapshotTaker snapshots;
    private final Reads reads;
    private final Membership membership;
    private final InboundCalls inbound;
    private final ExecutorService applying;
    private AutoCloseable serving = () -> { };

    private AtomixNode(Surroundings around, Applier.Origin origin, RaftCore.Events events) {
        settings = around.settings();
        transport = around.transport();
        this.events = events;
        MemberId self = Members.idOf(settings.self());
        LeaderLease lease = new LeaderLease(around.nanoTime(), settings.timing(), self);
        MemberLink link = new MemberLink(transport, settings.cluster(), settings.timing(), lease);
        RaftStorage storage = storage(settings);
        // it names the member that it was made by; one server at a time is what the directory's own lock is for
        storage.unlock();
        raft = new RaftCore(settings.nodeId(), self, link, storage, events);
        raft.setElectionTimeout(settings.timing().electionTimeout());
        raft.setHeartbeatInterval(settings.timing().electionTimeout().dividedBy(2));
        applying = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "consensus-apply");
            thread.setDaemon(true);
            return thread;
        });
        waiters = new AppliedWaiters(around.nanoTime());
        applier = new Applier(raft, around.machine(), applying, origin, waiters, events);
        raft.applyBy(applier);
        link.tell(new MemberLink.Answers() {
            @Override
            public void reaches(MemberId member, long last) {
                raft.execute(() -> raft.reaches(member, last));
            }

            @Override
            public void covers(MemberId member, long index) {
                raft.execute(() -> raft.covers(member, index));
            }
        });
        session = CommandSession.open(raft, around.random().nextLong(Long.MAX_VALUE), self);
        contact = new LeaderContact(around.nanoTime(), settings.timing());
        snapshots = new SnapshotTaker(raft, applier, around.machine(), applying, around.writer(), settings.trailingLogs());
        reads = new Reads(raft, link, lease, waiters);
        membership = new Membership(raft, link, lease, around.nanoTime());
        inbound = new InboundCalls(raft, link, contact, lease, reads, applier);
    }

    static RaftStorage storage(LogSettings settings) {
        return RaftStorage.builder().withDirectory(StoredLog.log(settings).toFile()).withPrefix(SegmentFiles.PREFIX)
                .withStorageLevel(StorageLevel.DISK).withNamespace(EntryCodec.namespace())
                .withMaxSegmentSize(AtomixLimits.SEGMENT_BYTES).withMaxEntrySize(AtomixLimits.ENTRY_BYTES)
                .withFlushOnCommit(false).build();
    }

    /** Opens the directory and takes part; takes as long as reading the log takes. */
    static AtomixNode open(Surroundings around, Applier.Origin origin, RaftCore.Events events)
            throws IOException, InterruptedException {
        StoredLog.check(around.settings());
        AtomixNode node;
        try {
            node = new AtomixNode(around, origin, events);
        } catch (RuntimeException | Error e) {
            RaftCore.endThreads(around.settings().nodeId());
            throw e;
        }
        try {
            node.begin(around.machine());
        } catch (IOException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
        return node;
    }

    private void begin(StateMachine machine) throws IOException, InterruptedException {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        raft.execute(() -> {
            try {
                SyncedLog.syncDirectory(StoredLog.log(settings));
                refuseGaps(machine);
                raft.begin();
                applier.pump();
                serving = transport.serve(inbound);
                begun.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                // an error too: whoever waits must not wait for ever
                begun.completeExceptionally(e);
            }
        });
        try {
            begun.get(OPEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the log was not read within " + OPEN_SECONDS + " s", e);
        }
    }

    /** A log without its beginning cannot bring a state machine up to date. */
    private void refuseGaps(StateMachine machine) throws IOException {
        Snapshot snapshot = raft.snapshots().getCurrentSnapshot();
        long covered = snapshot == null ? 0 : snapshot.index();
        long first = raft.log().firstIndex();
        if (first > covered + 1) {
            throw new IOException("the log begins at index " + first + ", and there is no snapshot of what was before");
        }
        if (covered == 0 && raft.log().getLastIndex() < first && machine.appliedIndex() > 0) {
            throw new IOException("the state is at index " + machine.appliedIndex() + ", and the log is empty");
        }
        // one of several may have lost its log when it was to take a snapshot; the leader sends it another
        if (covered > raft.log().getLastIndex() && raft.isAlone()) {
            throw new IOException("the log ends at index " + raft.log().getLastIndex() + ", before the snapshot at index " + covered);
        }
    }

    /** Runs it on the raft thread, unless that has ended. */
    void execute(Runnable task) {
        raft.execute(task);
    }

    /** On the raft thread, on the leader: puts the batch into the log. What becomes of it, the state machine answers. */
    CompletableFuture<CommandResponse> submit(SessionBatch batch) {
        long sequence = session.nextRequestSequence();
        long before = raft.log().getLastIndex();
        batch.entersAs(sequence);
        try {
            return raft.getRaftRole().onCommand(new CommandRequest(session(), sequence,
                    new PrimitiveOperation(EntryCodec.COMMAND, batch.content())));
        } finally {
            if (raft.log().getLastIndex() > before) {
                batch.markAppended();
                // behind what sends it to the others, so that all disks work at the same time
                raft.execute(raft::sync);
            }
        }
    }

    /** Whose commands an entry holds; of this run alone. */
    long session() {
        return session.sessionId().id();
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return snapshots.snapshot();
    }

    @Override
    public CompletableFuture<Void> await(Barrier barrier) {
        return reads.await(barrier);
    }

    @Override
    public void expireReads() {
        waiters.expire();
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> peers) {
        return membership.change(peers);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) {
        return membership.transfer(id);
    }

    /** Ends when the configuration is in force here; the log must be empty. */
    CompletableFuture<Void> bootstrap(List<Peer> peers, long timeMillis) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        raft.execute(() -> {
            try {
                raft.bootstrap(Members.of(peers, timeMillis), timeMillis);
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    boolean hasConfiguration() {
        return raft.hasConfiguration();
    }

    @Override
    public boolean isLeading() {
        return raft.isLeading();
    }

    boolean takesWrites() {
        return raft.isLeading() && !membership.isTransferring();
    }

    @Override
    public boolean isLeader() {
        return raft.role() == Role.LEADER;
    }

    @Override
    public long term() {
        return raft.getTerm();
    }

    @Override
    public String leaderId() {
        MemberId leader = leader();
        return leader == null ? "" : Members.nodeOf(leader);
    }

    @Override
    public String leaderAddress() {
        MemberId leader = leader();
        return leader == null ? "" : Members.addressOf(leader);
    }

    private MemberId leader() {
        long silent = contact.millis();
        boolean forgotten = !isLeader() && (silent < 0 || silent > FORGET_TIMEOUTS * settings.timing().electionMillis());
        return forgotten ? null : raft.leader();
    }

    @Override
    public long lastContactMillis() {
        return contact.millis();
    }

    @Override
    public List<Peer> peers() {
        return Members.peersOf(raft.getCluster().getConfiguration());
    }

    @Override
    public boolean isAlone() {
        return raft.isAlone();
    }

    boolean isEmpty() {
        return raft.lastIndex() == 0 && raft.snapshots().getCurrentSnapshot() == null;
    }

    @Override
    public long lastIndex() {
        return appliedIndex() + Math.max(0, raft.lastIndex() - applier.appliedIndex());
    }

    @Override
    public long commitIndex() {
        return appliedIndex() + Math.max(0, raft.committed() - applier.appliedIndex());
    }

    @Override
    public long appliedIndex() {
        return applier.appliedCommand();
    }

    @Override
    public long snapshotIndex() {
        return applier.snapshotCommand();
    }

    @Override
    public void close() {
        inbound.close();
        try {
            serving.close();
        } catch (Exception e) {
            LOG.warn("the calls of other servers do not end well: {}", DataFolder.describe(e));
        }
        try {
            raft.end().get(CLOSE_SECONDS, TimeUnit.SECONDS);
            applying.shutdown();
            if (!applying.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the state machine does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the raft log in {} does not close well: {}", settings.directory(), DataFolder.describe(e));
        }
        applying.shutdownNow();
        raft.close();
        snapshots.close();
        waiters.close();
        events.leading(false);
    }
}

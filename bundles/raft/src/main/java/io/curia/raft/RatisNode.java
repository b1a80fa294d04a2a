package io.curia.raft;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.Batch;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.LogNode;
import io.curia.consensus.support.LogSettings;
import io.curia.raft.RatisProperties.FirstElection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a Ratis server over a directory: opened once, closed once. */
final class RatisNode implements LogNode {
    /** Where a node belongs to: what all runs of one engine share. */
    record Surroundings(LogSettings settings, StateMachine machine, ConsensusTransport transport, LongSupplier nanoTime,
            Executor writer) { }

    private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);
    private static final long SNAPSHOT_TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final RaftGroupId group;
    private final RaftPeerId self;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final ConsensusTransport transport;
    private final RatisStateMachine adapter;
    private final PeerLink link;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientAsynchronousProtocol requests;
    private final SnapshotKeeper keeper;
    private final AppliedWaiters waiters;
    private final ReadBarriers barriers;
    private final InboundCalls inbound;
    private AutoCloseable serving = () -> { };
    private volatile boolean standingBy;

    private RatisNode(Surroundings around, List<Peer> peers, FirstElection first, RatisStateMachine.Events events)
            throws IOException {
        LogSettings settings = around.settings();
        self = RaftPeerId.valueOf(settings.nodeId());
        group = groupOf(settings.cluster());
        transport = around.transport();
        waiters = new AppliedWaiters(around.nanoTime());
        adapter = new RatisStateMachine(around.machine(), events, waiters);
        keeper = new SnapshotKeeper(this::askForSnapshot, around.writer());
        adapter.snapshotsBy(keeper);
        link = new PeerLink(transport, self, settings.serverAddress(), settings.timing(),
                new LeaderContact(around.nanoTime(), settings.timing()),
                new LeaderLease(around.nanoTime(), settings.timing(), self));
        Parameters parameters = new Parameters();
        parameters.put(RaftRpcType.LINK, link, PeerLink.class);
        server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(RaftGroup.valueOf(group, Peers.toRatis(peers, 0)))
                .setOption(StartupOption.RECOVER)
                .setStateMachine(adapter)
                .setProperties(RatisProperties.of(settings, settings.directory().toFile(), first))
                .setParameters(parameters)
                .build();
        try {
            division = server.getDivision(group);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        // the server's own method of the same name would pass each request through another thread
        requests = (RaftClientAsynchronousProtocol) division;
        LeaderReads reads = new LeaderReads(division, link, this::commitPosition);
        barriers = new ReadBarriers(division, link, reads, waiters);
        inbound = new InboundCalls(division, link, reads, this::leaderSeen);
    }

    /** Ratis begins it before it reads the log, and keeps it to itself when the log cannot be read. */
    private void endEviction() {
        String name = RaftGroupMemberId.valueOf(self, group) + "-cacheEviction";
        Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith(name)).forEach(Thread::interrupt);
    }

    /**
     * Opens the directory and starts; takes as long as reading the log takes. Ratis finds classes by name through the
     * context class loader, and hands it to its threads.
     *
     * @param peers the first configuration of an empty log; empty to wait until another server's leader takes this one in
     */
    static RatisNode open(Surroundings around, List<Peer> peers, FirstElection first, RatisStateMachine.Events events)
            throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(RatisNode.class.getClassLoader());
        try {
            RatisNode node = new RatisNode(around, peers, first, events);
            try {
                node.server.start();
                node.refuseGaps(around.machine());
                if (first != FirstElection.NEVER) {
                    node.serving = node.transport.serve(node.inbound);
                }
            } catch (IOException | RuntimeException e) {
                node.close();
                node.endEviction();
                throw e;
            }
            return node;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * A state machine ahead of the log would take new commands, under indexes that it knows, for old ones; a log without
     * its beginning cannot bring a state machine up to date.
     */
    private void refuseGaps(StateMachine machine) throws IOException {
        long first = division.getRaftLog().getStartIndex();
        if (first > snapshotPosition() + 1) {
            throw new IOException("the log begins at index " + first + ", and there is no snapshot of what was before");
        }
        // one of several is sent what it lacks; one that is alone could not even be elected
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        if (last != null && last.getIndex() < snapshotPosition() && isAlone()) {
            throw new IOException("the log ends at index " + last.getIndex() + ", before the snapshot at index " + snapshotPosition());
        }
        long known = machine.appliedIndex();
        if (known > snapshotIndex()) {
            // it outlived an earlier engine, or this one's earlier run
            long end = countCommands();
            if (known > end) {
                throw new IOException("the state is at index " + known + ", ahead of the log's end at " + end);
            }
        }
    }

    private long countCommands() throws IOException {
        long count = snapshotIndex();
        for (long position = snapshotPosition() + 1; position < division.getRaftLog().getNextIndex(); position++) {
            LogEntryProto entry = division.getRaftLog().get(position);
            if (entry != null && entry.hasStateMachineLogEntry()) {
                count += Batch.count(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
            }
        }
        return count;
    }

    /** The name of the folder that Ratis makes for a cluster's log. */
    static String folder(String cluster) {
        return groupOf(cluster).getUuid().toString();
    }

    static Path log(LogSettings settings) {
        return settings.directory().resolve(folder(settings.cluster()));
    }

    private static RaftGroupId groupOf(String cluster) {
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(("curia/" + cluster).getBytes(StandardCharsets.UTF_8)));
    }

    CompletableFuture<RaftClientReply> submit(BatchMessage batch) throws IOException {
        return requests.submitClientRequestAsync(RaftClientRequest.newBuilder()
                .setServerId(self)
                .setClientId(client)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(batch)
                .setType(RaftClientRequest.writeRequestType())
                .build());
    }

    @Override
    public CompletableFuture<Long> snapshot() {
        return keeper.snapshot().thenApply(position -> snapshotIndex());
    }

    private CompletableFuture<Long> askForSnapshot() {
        return server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(client, self, group,
                calls.incrementAndGet(), SNAPSHOT_TIMEOUT_MILLIS)).thenCompose(RatisNode::indexOf);
    }

    private static CompletableFuture<Long> indexOf(RaftClientReply reply) {
        return reply.isSuccess() ? CompletableFuture.completedFuture(reply.getLogIndex())
                : CompletableFuture.failedFuture(reply.getException());
    }

    @Override
    public CompletableFuture<Void> await(Barrier barrier) {
        return barriers.await(barrier);
    }

    @Override
    public void expireReads() {
        waiters.expire();
    }

    @Override
    public CompletableFuture<Void> changeMembers(List<Peer> peers) throws IOException {
        return membership().change(peers);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(String id) throws IOException {
        return membership().transfer(id);
    }

    private Membership membership() {
        return new Membership(server, division, link, client, calls);
    }

    @Override
    public boolean isForAnotherLeader(Throwable failure) {
        return failure instanceof NotLeaderException;
    }

    @Override
    public boolean isLeading() {
        return division.getInfo().isLeaderReady();
    }

    @Override
    public boolean isLeader() {
        return division.getInfo().isLeader();
    }

    @Override
    public long term() {
        return division.getInfo().getCurrentTerm();
    }

    @Override
    public String leaderId() {
        RaftPeerId leader = division.getInfo().getLeaderId();
        return leader == null ? "" : leader.toString();
    }

    @Override
    public String leaderAddress() {
        return link.addressOf(division.getInfo().getLeaderId());
    }

    @Override
    public long lastContactMillis() {
        return link.contact().millis();
    }

    @Override
    public List<Peer> peers() {
        return Peers.of(division.getRaftConf());
    }

    @Override
    public boolean isAlone() {
        List<Peer> voters = peers().stream().filter(Peer::voter).toList();
        return voters.size() == 1 && voters.get(0).id().equals(self.toString());
    }

    /** Whether Ratis has let go of the directory. */
    @Override
    public boolean isClosed() {
        return division.getInfo().getLifeCycleState() == LifeCycle.State.CLOSED;
    }

    /** After the others have said that this server is none of them: it asks for no votes until a leader takes it in again. */
    void standBy() {
        standingBy = true;
        elections(LeaderElectionManagementRequest.newPause(client, self, group, calls.incrementAndGet()));
    }

    private void leaderSeen() {
        if (standingBy) {
            standingBy = false;
            elections(LeaderElectionManagementRequest.newResume(client, self, group, calls.incrementAndGet()));
        }
    }

    private void elections(LeaderElectionManagementRequest request) {
        server.leaderElectionManagementAsync(request).whenComplete((reply, failure) -> {
            if (failure != null) {
                LOG.debug("elections cannot be paused: {}", failure.toString());
            }
        });
    }

    /** Whether nothing was ever written to the log. */
    boolean isEmpty() {
        return adapter.getLatestSnapshot() == null && division.getRaftLog().getNextIndex() == 0;
    }

    /** Where the next entry of the open log goes. */
    long nextPosition() {
        return Math.max(snapshotPosition() + 1, division.getRaftLog().getNextIndex());
    }

    private long snapshotPosition() {
        return adapter.getLatestSnapshot() == null ? RaftLog.INVALID_LOG_INDEX : adapter.getLatestSnapshot().getIndex();
    }

    /** At least what is applied: the log notes a commit after the answer. */
    private long commitPosition() {
        return Math.max(adapter.appliedPosition(), division.getRaftLog().getLastCommittedIndex());
    }

    @Override
    public long lastIndex() {
        try {
            return appliedIndex() + Math.max(0, nextPosition() - 1 - adapter.appliedPosition());
        } catch (IllegalStateException e) {
            // closed between the caller's look and this
            return appliedIndex();
        }
    }

    @Override
    public long commitIndex() {
        return appliedIndex() + Math.max(0, commitPosition() - adapter.appliedPosition());
    }

    @Override
    public long appliedIndex() {
        return adapter.appliedCommand();
    }

    @Override
    public long snapshotIndex() {
        return adapter.snapshotCommand();
    }

    @Override
    public void close() throws IOException {
        try {
            serving.close();
        } catch (Exception e) {
            LOG.warn("the calls of other servers do not end well: {}", DataFolder.describe(e));
        }
        inbound.close();
        server.close();
        keeper.close();
        waiters.close();
    }
}

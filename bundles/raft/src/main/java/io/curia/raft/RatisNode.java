package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;

/** One run of a Ratis server over a directory: opened once, closed once. */
final class RatisNode implements AutoCloseable {
    private static final long SNAPSHOT_TIMEOUT_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final RaftGroupId group;
    private final RaftPeerId self;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final RatisStateMachine adapter;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftClientAsynchronousProtocol requests;
    private final SnapshotKeeper keeper;

    private RatisNode(RaftSettings settings, StateMachine machine, RatisStateMachine.Events events, Executor writer)
            throws IOException {
        self = RaftPeerId.valueOf(settings.nodeId());
        group = groupOf(settings.cluster());
        adapter = new RatisStateMachine(machine, events);
        keeper = new SnapshotKeeper(this::askForSnapshot, writer);
        adapter.snapshotsBy(keeper);
        Parameters parameters = new Parameters();
        parameters.put(LocalRpcType.ADDRESS, address(settings.serverAddress()), InetSocketAddress.class);
        RaftPeer peer = RaftPeer.newBuilder().setId(self).setAddress(settings.serverAddress()).build();
        server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(RaftGroup.valueOf(group, peer))
                .setOption(StartupOption.RECOVER)
                .setStateMachine(adapter)
                .setProperties(RatisProperties.of(settings, settings.directory().toFile()))
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
    }

    /**
     * Opens the directory and starts; takes as long as reading the log takes. Ratis finds classes by name through the
     * context class loader, and hands it to its threads.
     */
    static RatisNode open(RaftSettings settings, StateMachine machine, RatisStateMachine.Events events,
            Executor writer) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(RatisNode.class.getClassLoader());
        try {
            RatisNode node = new RatisNode(settings, machine, events, writer);
            try {
                node.server.start();
                node.refuseGaps(machine);
            } catch (IOException | RuntimeException e) {
                node.close();
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
        long known = Math.max(snapshotIndex(), machine.appliedIndex());
        if (known > lastIndex()) {
            throw new IOException("the state is at index " + known + ", ahead of the log's end at " + lastIndex());
        }
        long first = division.getRaftLog().getStartIndex();
        if (first > known + 1) {
            throw new IOException("the log begins at index " + first + ", and there is no snapshot of what was before");
        }
    }

    static RaftGroupId groupOf(String cluster) {
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(("curia/" + cluster).getBytes(StandardCharsets.UTF_8)));
    }

    private static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(hostPort.substring(0, colon),
                Integer.parseInt(hostPort.substring(colon + 1)));
    }

    CompletableFuture<RaftClientReply> submit(Command command) throws IOException {
        return requests.submitClientRequestAsync(RaftClientRequest.newBuilder()
                .setServerId(self)
                .setClientId(client)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(command)
                .setType(RaftClientRequest.writeRequestType())
                .build());
    }

    CompletableFuture<Long> snapshot() {
        return keeper.snapshot();
    }

    private CompletableFuture<Long> askForSnapshot() {
        return server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(client, self, group,
                calls.incrementAndGet(), SNAPSHOT_TIMEOUT_MILLIS)).thenCompose(RatisNode::indexOf);
    }

    private static CompletableFuture<Long> indexOf(RaftClientReply reply) {
        return reply.isSuccess() ? CompletableFuture.completedFuture(reply.getLogIndex())
                : CompletableFuture.failedFuture(reply.getException());
    }

    boolean isLeading() {
        return division.getInfo().isLeaderReady();
    }

    DivisionInfo info() {
        return division.getInfo();
    }

    /** The newest entry of the log; of a closed log, the newest applied. */
    long lastIndex() {
        try {
            return Math.max(snapshotIndex(), division.getRaftLog().getNextIndex() - 1);
        } catch (IllegalStateException e) {
            // closed between the caller's look and this
            return appliedIndex();
        }
    }

    /** At least what is applied: the log notes a commit after the answer. */
    long commitIndex() {
        return Math.max(appliedIndex(), division.getRaftLog().getLastCommittedIndex());
    }

    long appliedIndex() {
        return adapter.appliedIndex();
    }

    /** 0 for none. */
    long snapshotIndex() {
        return adapter.getLatestSnapshot() == null ? 0 : adapter.getLatestSnapshot().getIndex();
    }

    @Override
    public void close() throws IOException {
        server.close();
        keeper.close();
    }
}

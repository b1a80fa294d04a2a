package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport.Lane;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.com.google.protobuf.Parser;

/**
 * The calls that Ratis makes itself, on threads of its own that wait for the answer: votes and transfers. The log and
 * snapshots go through {@link PipelinedAppender}.
 */
final class PeerRpc implements RaftServerRpc {
    private final RpcType type;
    private final PeerLink link;

    PeerRpc(RpcType type, PeerLink link) {
        this.type = type;
        this.link = link;
    }

    @Override
    public RpcType getRpcType() {
        return type;
    }

    @Override
    public InetSocketAddress getInetSocketAddress() {
        String address = link.address();
        int colon = address.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    @Override
    public void start() {
        // the transport listens
    }

    @Override
    public void close() {
        // the transport is not ours
    }

    @Override
    public void addRaftPeers(Collection<RaftPeer> peers) {
        link.addPeers(peers);
    }

    @Override
    public void handleException(RaftPeerId serverId, Exception e, boolean reconnect) {
        // the transport connects again by itself
    }

    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
        boolean transfer = !request.getPreVote() && link.isTransfer(request.getCandidateTerm());
        if (!transfer && !link.contact().mayCampaign()) {
            throw new IOException("this server has just started and asks for no votes yet");
        }
        return call(Lane.CONTROL, transfer ? Frames.TRANSFER_VOTE : Frames.VOTE, request.getServerRequest(), request,
                RequestVoteReplyProto.parser());
    }

    /** The server asked to take over need not wait until the followers believe this one dead, so its lease ends first. */
    @Override
    public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
            throws IOException {
        link.lease().giveUp(request.getLeaderLastEntry().getTerm());
        return call(Lane.CONTROL, Frames.START_ELECTION, request.getServerRequest(), request,
                StartLeaderElectionReplyProto.parser());
    }

    @Override
    public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
        return call(Lane.LOG, Frames.APPEND, request.getServerRequest(), request, AppendEntriesReplyProto.parser());
    }

    @Override
    public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
        return call(Lane.SNAPSHOT, Frames.SNAPSHOT, request.getServerRequest(), request,
                InstallSnapshotReplyProto.parser());
    }

    private <T> T call(Lane lane, byte kind, RaftRpcRequestProto header, MessageLite request, Parser<T> parser)
            throws IOException {
        RaftPeerId to = RaftPeerId.valueOf(header.getReplyId());
        Future<ByteBuffer> reply = link.call(to, lane, Frames.request(kind, request),
                link.timing().electionMillis());
        try {
            return Frames.parse(parser, reply.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for " + to);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }
}

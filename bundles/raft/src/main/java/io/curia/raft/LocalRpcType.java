package io.curia.raft;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/**
 * The transport of a server that is alone: no socket, no thread, and nobody to send to. Public, with a public
 * constructor, as Ratis makes it from its class name.
 */
public final class LocalRpcType implements RpcType {
    /** Where the parameters hold the server's own address, an {@link InetSocketAddress}. */
    static final String ADDRESS = "curia.address";

    @Override
    public String name() {
        return "LOCAL";
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        InetSocketAddress address = parameters.getNonNull(ADDRESS, InetSocketAddress.class);
        return new Factory(this, address);
    }

    private record Factory(RpcType type, InetSocketAddress address) implements ServerFactory {
        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public RaftServerRpc newRaftServerRpc(RaftServer server) {
            return new Rpc(type, address);
        }
    }

    private record Rpc(RpcType type, InetSocketAddress address) implements RaftServerRpc {
        private static IOException nobody() {
            return new IOException("this server has no peers");
        }

        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return address;
        }

        @Override
        public void start() {
            // nothing listens
        }

        @Override
        public void close() {
            // nothing listens
        }

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {
            // never called with a peer other than this server
        }

        @Override
        public void handleException(RaftPeerId serverId, Exception e, boolean reconnect) {
            // no call is made that could fail
        }

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
            throw nobody();
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            throw nobody();
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            throw nobody();
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            throw nobody();
        }
    }
}

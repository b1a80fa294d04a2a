package io.curia.raft;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Ratis' messages over the transport of the server port. Public, with a public constructor, as Ratis makes it from its class
 * name.
 */
public final class RaftRpcType implements RpcType {
    /** Where the parameters hold the {@link PeerLink}. */
    static final String LINK = "curia.link";

    @Override
    public String name() {
        return "CURIA";
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        return new Factory(this, parameters.getNonNull(LINK, PeerLink.class));
    }

    private record Factory(RpcType type, PeerLink link) implements ServerFactory {
        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public RaftServerRpc newRaftServerRpc(RaftServer server) {
            return new PeerRpc(type, link);
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            PipelinedAppender appender = new PipelinedAppender(server, state, follower, link);
            link.appenders().put(follower.getId(), appender);
            return appender;
        }
    }
}

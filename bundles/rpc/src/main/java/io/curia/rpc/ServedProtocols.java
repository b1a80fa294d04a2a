package io.curia.rpc;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.call.MultiplexedCalls;
import io.curia.rpc.call.SingleCalls;
import io.curia.rpc.call.SnapshotServer;
import io.curia.rpc.grpc.GrpcConnection;
import io.curia.rpc.lane.LaneTransport;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.port.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** The protocols of a server: its calls share a budget of memory. */
final class ServedProtocols implements Protocols {
    private final Supplier<RpcHandler> handlers;
    private final LaneTransport lanes;
    private final QuietLog log;
    private final Budget budget;

    ServedProtocols(Supplier<RpcHandler> handlers, LaneTransport lanes, Budget budget, QuietLog log) {
        this.budget = budget;
        this.handlers = handlers;
        this.lanes = lanes;
        this.log = log;
    }

    @Override
    public LinkOwner single(Link link) {
        return new SingleCalls(link, handlers, budget, log);
    }

    @Override
    public LinkOwner multiplexed(Link link) {
        return new MultiplexedCalls(link, handlers, budget, log);
    }

    @Override
    public LinkOwner snapshot(Link link) {
        return new SnapshotServer(link, handlers, budget, log);
    }

    @Override
    public LinkOwner grpc(Link link) {
        return new GrpcConnection(link, handlers, budget, log);
    }

    @Override
    public void consensus(Link link, ByteBuffer received) throws IOException {
        lanes.accept(link, received);
    }
}

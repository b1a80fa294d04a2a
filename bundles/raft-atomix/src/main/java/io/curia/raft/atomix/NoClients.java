package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.primitive.session.SessionId;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.CloseSessionRequest;
import io.atomix.protocols.raft.protocol.CloseSessionResponse;
import io.atomix.protocols.raft.protocol.CommandRequest;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.ConfigureResponse;
import io.atomix.protocols.raft.protocol.HeartbeatRequest;
import io.atomix.protocols.raft.protocol.HeartbeatResponse;
import io.atomix.protocols.raft.protocol.InstallRequest;
import io.atomix.protocols.raft.protocol.InstallResponse;
import io.atomix.protocols.raft.protocol.JoinRequest;
import io.atomix.protocols.raft.protocol.JoinResponse;
import io.atomix.protocols.raft.protocol.KeepAliveRequest;
import io.atomix.protocols.raft.protocol.KeepAliveResponse;
import io.atomix.protocols.raft.protocol.LeaveRequest;
import io.atomix.protocols.raft.protocol.LeaveResponse;
import io.atomix.protocols.raft.protocol.MetadataRequest;
import io.atomix.protocols.raft.protocol.MetadataResponse;
import io.atomix.protocols.raft.protocol.OpenSessionRequest;
import io.atomix.protocols.raft.protocol.OpenSessionResponse;
import io.atomix.protocols.raft.protocol.PollRequest;
import io.atomix.protocols.raft.protocol.PollResponse;
import io.atomix.protocols.raft.protocol.PublishRequest;
import io.atomix.protocols.raft.protocol.QueryRequest;
import io.atomix.protocols.raft.protocol.QueryResponse;
import io.atomix.protocols.raft.protocol.RaftServerProtocol;
import io.atomix.protocols.raft.protocol.ReconfigureRequest;
import io.atomix.protocols.raft.protocol.ReconfigureResponse;
import io.atomix.protocols.raft.protocol.ResetRequest;
import io.atomix.protocols.raft.protocol.TransferRequest;
import io.atomix.protocols.raft.protocol.TransferResponse;
import io.atomix.protocols.raft.protocol.VoteRequest;
import io.atomix.protocols.raft.protocol.VoteResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The part of Atomix' protocol that has no use here: sessions of clients, as commands and changes of members come from within the
 * leader's process, and the registration of handlers, as {@link InboundCalls} calls the server itself.
 */
abstract class NoClients implements RaftServerProtocol {
    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("servers do not ask each other that"));
    }

    @Override
    public CompletableFuture<OpenSessionResponse> openSession(MemberId member, OpenSessionRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<CloseSessionResponse> closeSession(MemberId member, CloseSessionRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<KeepAliveResponse> keepAlive(MemberId member, KeepAliveRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<QueryResponse> query(MemberId member, QueryRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<CommandResponse> command(MemberId member, CommandRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<MetadataResponse> metadata(MemberId member, MetadataRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<JoinResponse> join(MemberId member, JoinRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<LeaveResponse> leave(MemberId member, LeaveRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<ReconfigureResponse> reconfigure(MemberId member, ReconfigureRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<TransferResponse> transfer(MemberId member, TransferRequest request) {
        return refused();
    }

    @Override
    public CompletableFuture<HeartbeatResponse> heartbeat(MemberId member, HeartbeatRequest request) {
        return refused();
    }

    @Override
    public void publish(MemberId member, PublishRequest request) {
        // there are no clients
    }

    @Override
    public void registerOpenSessionHandler(Function<OpenSessionRequest, CompletableFuture<OpenSessionResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterOpenSessionHandler() {
        // none is kept
    }

    @Override
    public void registerCloseSessionHandler(Function<CloseSessionRequest, CompletableFuture<CloseSessionResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterCloseSessionHandler() {
        // none is kept
    }

    @Override
    public void registerKeepAliveHandler(Function<KeepAliveRequest, CompletableFuture<KeepAliveResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterKeepAliveHandler() {
        // none is kept
    }

    @Override
    public void registerQueryHandler(Function<QueryRequest, CompletableFuture<QueryResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterQueryHandler() {
        // none is kept
    }

    @Override
    public void registerCommandHandler(Function<CommandRequest, CompletableFuture<CommandResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterCommandHandler() {
        // none is kept
    }

    @Override
    public void registerMetadataHandler(Function<MetadataRequest, CompletableFuture<MetadataResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterMetadataHandler() {
        // none is kept
    }

    @Override
    public void registerJoinHandler(Function<JoinRequest, CompletableFuture<JoinResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterJoinHandler() {
        // none is kept
    }

    @Override
    public void registerLeaveHandler(Function<LeaveRequest, CompletableFuture<LeaveResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterLeaveHandler() {
        // none is kept
    }

    @Override
    public void registerTransferHandler(Function<TransferRequest, CompletableFuture<TransferResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterTransferHandler() {
        // none is kept
    }

    @Override
    public void registerConfigureHandler(Function<ConfigureRequest, CompletableFuture<ConfigureResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterConfigureHandler() {
        // none is kept
    }

    @Override
    public void registerReconfigureHandler(Function<ReconfigureRequest, CompletableFuture<ReconfigureResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterReconfigureHandler() {
        // none is kept
    }

    @Override
    public void registerInstallHandler(Function<InstallRequest, CompletableFuture<InstallResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterInstallHandler() {
        // none is kept
    }

    @Override
    public void registerPollHandler(Function<PollRequest, CompletableFuture<PollResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterPollHandler() {
        // none is kept
    }

    @Override
    public void registerVoteHandler(Function<VoteRequest, CompletableFuture<VoteResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterVoteHandler() {
        // none is kept
    }

    @Override
    public void registerAppendHandler(Function<AppendRequest, CompletableFuture<AppendResponse>> handler) {
        // not called
    }

    @Override
    public void unregisterAppendHandler() {
        // none is kept
    }

    @Override
    public void registerResetListener(SessionId session, Consumer<ResetRequest> listener, Executor executor) {
        // not called
    }

    @Override
    public void unregisterResetListener(SessionId session) {
        // none is kept
    }
}

package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotResult;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.statemachine.SnapshotInfo;

/** Sends one snapshot to one follower, a piece at a time, on the follower's appender thread. */
final class SnapshotSender {
    private static final long PIECE_TIMEOUT_MILLIS = 30_000;

    /** What the appender does while it waits for an answer; returns now and then. */
    interface Meanwhile {
        void await(CompletableFuture<?> answer) throws InterruptedException;
    }

    /**
     * @param installed whether the follower has it
     * @param term a higher term that the follower has seen, else 0
     * @param problem one line, when it was not installed for another reason
     */
    record Outcome(boolean installed, long term, String problem) { }

    private final LogAppender appender;
    private final PeerLink link;
    private final Meanwhile meanwhile;

    SnapshotSender(LogAppender appender, PeerLink link, Meanwhile meanwhile) {
        this.appender = appender;
        this.link = link;
        this.meanwhile = meanwhile;
    }

    Outcome send(SnapshotInfo snapshot, String id) throws InterruptedException {
        try {
            for (InstallSnapshotRequestProto piece : appender.newInstallSnapshotRequests(id, snapshot)) {
                InstallSnapshotReplyProto reply = call(piece);
                appender.getFollower().updateLastRpcResponseTime();
                if (reply.getResult() == InstallSnapshotResult.NOT_LEADER) {
                    return new Outcome(false, reply.getTerm(), "");
                } else if (reply.getResult() == InstallSnapshotResult.ALREADY_INSTALLED) {
                    return new Outcome(true, 0, "");
                } else if (reply.getResult() != InstallSnapshotResult.SUCCESS) {
                    return new Outcome(false, 0, reply.getResult().toString());
                }
            }
            return new Outcome(true, 0, "");
        } catch (IOException | IllegalStateException e) {
            // the file went away because of a newer snapshot, or the follower did
            return new Outcome(false, 0, DataFolder.describe(e));
        }
    }

    private InstallSnapshotReplyProto call(InstallSnapshotRequestProto piece) throws IOException, InterruptedException {
        appender.getFollower().updateLastRpcSendTime(false);
        CompletableFuture<ByteBuffer> answer = link.call(appender.getFollowerId(), Lane.SNAPSHOT,
                Frames.request(Frames.SNAPSHOT, piece), PIECE_TIMEOUT_MILLIS);
        answer.whenComplete((reply, failure) -> appender.notifyLogAppender());
        while (!answer.isDone() && appender.isRunning()) {
            meanwhile.await(answer);
        }
        if (!answer.isDone()) {
            throw new IOException("this server does not lead any more");
        }
        try {
            return Frames.parse(InstallSnapshotReplyProto.parser(), answer.get());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}

package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.LogSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.AtomicFileOutputStream;
import org.apache.ratis.util.ProtoUtils;

/**
 * The file in which Ratis keeps the newest configuration that was applied, as an entry of the log. Entries of the log with a
 * higher index count for more; so a configuration with an index behind the log's end replaces them all without the log
 * being touched, and of several servers recovered that way the one with the newest log leads.
 */
final class StoredConfiguration {
    private StoredConfiguration() { }

    private static Path file(LogSettings settings) {
        return RatisNode.log(settings).resolve("current").resolve("raft-meta.conf");
    }

    /** Empty if there is none. */
    static List<Peer> read(LogSettings settings) throws IOException {
        Path file = file(settings);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            RaftConfigurationProto stored = LogEntryProto.parseFrom(in).getConfigurationEntry();
            List<Peer> peers = new ArrayList<>();
            ProtoUtils.toRaftPeers(stored.getPeersList())
                    .forEach(peer -> peers.add(new Peer(peer.getId().toString(), peer.getAddress(), true)));
            ProtoUtils.toRaftPeers(stored.getListenersList())
                    .forEach(peer -> peers.add(new Peer(peer.getId().toString(), peer.getAddress(), false)));
            return peers;
        }
    }

    /**
     * Of an empty log that is not open: what the servers of a new cluster were told. An empty log remembers nothing of it by
     * itself, and a server that was restarted before it heard of a leader would vote for nobody.
     */
    static void first(LogSettings settings, List<Peer> peers) throws IOException {
        replace(settings, peers, 0, RaftLog.INVALID_LOG_INDEX);
    }

    /** What a new cluster began with, if the log has not come further; empty if it has. */
    static List<Peer> first(LogSettings settings) throws IOException {
        Path file = file(settings);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return LogEntryProto.parseFrom(in).getIndex() == RaftLog.INVALID_LOG_INDEX ? read(settings) : List.of();
        }
    }

    /** Of a log that is not open; it is on disk when this returns. */
    static void replace(LogSettings settings, List<Peer> peers, long term, long index) throws IOException {
        RaftConfigurationProto configuration = RaftConfigurationProto.newBuilder()
                .addAllPeers(ProtoUtils.toRaftPeerProtos(Peers.toRatis(peers.stream().filter(Peer::voter).toList(), 0)))
                .addAllListeners(ProtoUtils.toRaftPeerProtos(
                        Peers.toRatis(peers.stream().filter(peer -> !peer.voter()).toList(), 0)))
                .build();
        Path file = file(settings);
        try (OutputStream out = new AtomicFileOutputStream(file.toFile())) {
            LogEntryProto.newBuilder().setTerm(term).setIndex(index).setConfigurationEntry(configuration).build()
                    .writeTo(out);
        }
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}

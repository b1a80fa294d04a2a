package io.curia.raft.atomix;

import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.atomix.protocols.raft.storage.system.MetaStore;
import io.atomix.storage.journal.Indexed;
import io.atomix.storage.journal.JournalReader.Mode;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is in a directory whose log is not open. */
final class StoredLog {
    private StoredLog() { }

    /** The name of the folder with Atomix' files, which says whose log it is. */
    static String folder(String cluster) {
        return "atomix-" + cluster;
    }

    static Path log(LogSettings settings) {
        return settings.directory().resolve(folder(settings.cluster()));
    }

    /** Opens and closes all of it, as what Atomix begins and cannot finish it leaves behind: files, and threads. */
    static void check(LogSettings settings) throws IOException {
        Files.createDirectories(log(settings));
        SegmentFiles.check(log(settings));
        RaftStorage storage = AtomixNode.storage(settings);
        try (MetaStore meta = storage.openMetaStore(); RaftLog log = storage.openLog()) {
            meta.loadConfiguration();
            storage.openSnapshotStore().close();
        } catch (RuntimeException e) {
            throw new IOException("the log cannot be read", e);
        }
    }

    /** The servers of the newest configuration; empty for a server that is in no cluster. */
    static List<Peer> peers(LogSettings settings) throws IOException {
        if (!Files.exists(log(settings))) {
            return List.of();
        }
        check(settings);
        RaftStorage storage = AtomixNode.storage(settings);
        try (MetaStore meta = storage.openMetaStore(); RaftLog log = storage.openLog()) {
            return Members.peersOf(newest(meta, log));
        } catch (RuntimeException e) {
            throw new IOException("the log cannot be read", e);
        }
    }

    private static Configuration newest(MetaStore meta, RaftLog log) {
        Configuration newest = meta.loadConfiguration();
        RaftLogReader reader = log.openReader(1, Mode.ALL);
        while (reader.hasNext()) {
            Indexed<RaftLogEntry> entry = reader.next();
            if (entry.entry() instanceof ConfigurationEntry change && (newest == null || newest.index() < entry.index())) {
                newest = new Configuration(entry.index(), change.term(), change.timestamp(), change.members());
            }
        }
        return newest;
    }

    /**
     * Makes other servers the cluster: with an entry at the end of the log, as any change of members, in a term of its own, so
     * that no other server has another entry in its place.
     */
    static void replaceConfiguration(LogSettings settings, List<Peer> peers, long timeMillis) throws IOException {
        check(settings);
        RaftStorage storage = AtomixNode.storage(settings);
        try (MetaStore meta = storage.openMetaStore(); RaftLog log = storage.openLog()) {
            Indexed<RaftLogEntry> last = log.writer().getLastEntry();
            if (last == null && storage.openSnapshotStore().getCurrentSnapshot() == null) {
                throw new IOException("there is no log to recover");
            }
            long term = Math.max(meta.loadTerm(), last == null ? 0 : last.entry().term()) + 1;
            meta.storeTerm(term);
            meta.storeVote(null);
            log.writer().append(new ConfigurationEntry(term, timeMillis, Members.of(peers, timeMillis)));
            log.writer().flush();
        } catch (RuntimeException e) {
            throw new IOException("the log cannot be written", e);
        }
    }
}

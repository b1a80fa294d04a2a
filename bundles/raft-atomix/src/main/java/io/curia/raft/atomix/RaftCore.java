package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.RaftServer.Role;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.impl.DefaultRaftMember;
import io.atomix.protocols.raft.cluster.impl.RaftMemberContext;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.impl.RaftServiceManager;
import io.atomix.protocols.raft.protocol.RaftServerProtocol;
import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.RaftLogWriter;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.atomix.storage.StorageException;
import io.atomix.storage.journal.Indexed;
import io.atomix.storage.journal.JournalReader.Mode;
import io.atomix.utils.concurrent.AtomixThread;
import io.atomix.utils.concurrent.ThreadContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Atomix' Raft server, with what it lacks. All of it happens on its own thread, "raft-server-...", which syncs the log as
 * well; the few values that others may read are volatile.
 *
 * <p>Invariants that Atomix does not keep by itself: what is committed is synced here ({@link #setCommitIndex}); a vote is
 * given once in a term, also after the leader was lost ({@link #setLeader}); the configuration is the newest one of the
 * log, committed or not, also after a restart, and if that one is lost, so is this run of the server ({@link
 * Events#configurationLost}). A server that is in no configuration, or that only learns, is promotable: Atomix' passive
 * role would drop what is not committed from the log.
 */
final class RaftCore extends RaftContext {
    /** What is told, on the raft thread; it must be short. */
    interface Events {
        /** @param leading whether this server leads and has applied what was committed before */
        void leading(boolean leading);

        void logFailed(Throwable cause);

        /** The newest configuration is not in the log any more, and Atomix knows no way back to the one before. */
        void configurationLost();
    }

    /** Of a server that is in no cluster yet. */
    static final long NO_CONFIGURATION = -1;
    private static final long NOT_LEADING = -1;

    private final MemberId self;
    private final Events events;
    private final SyncedLog synced;
    private final SnapshotFolder snapshots;
    private Applier applier;
    /** On the raft thread: nothing happens any more. */
    private boolean ended;
    private volatile Role role = Role.INACTIVE;
    private volatile long leadingTerm = NOT_LEADING;
    private volatile long committed;
    private volatile long lastIndex;

    RaftCore(String name, MemberId self, RaftServerProtocol protocol, RaftStorage storage, Events events) {
        super(name, self, new NoMembership(), protocol, storage, new NoPrimitives(), RaftCore::noContext, false);
        this.self = self;
        this.events = events;
        this.snapshots = new SnapshotFolder(storage);
        this.synced = new SyncedLog(getLog(), getLogReader(), storage.directory().toPath(), new LogEvents());
        this.lastIndex = synced.getLastIndex();
    }

    /** Of a server that could not be made: Atomix begins its threads first, and keeps them to itself when what follows fails. */
    static void endThreads(String name) {
        String first = "raft-server-" + name;
        Set<String> names = Set.of(first, first + "-load", first + "-state");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof AtomixThread own && names.contains(thread.getName())) {
                ThreadContext context = own.getContext();
                if (context != null) {
                    context.close();
                }
            }
        }
    }

    /** Before anything is committed. */
    void applyBy(Applier manager) {
        applier = manager;
    }

    private final class LogEvents implements SyncedLog.Events {
        @Override
        public void configurationAppended(long index, ConfigurationEntry entry) {
            // not in the middle of what appends it
            execute(() -> adopt(index, entry));
        }

        @Override
        public void truncated(long index) {
            if (getCluster().getConfiguration().index() > index) {
                // at once: what comes next would be committed, and the lost configuration with it
                ended = true;
                events.configurationLost();
                throw new StorageException("the newest configuration is not in the log any more");
            }
        }

        @Override
        public void failed(Throwable cause) {
            events.logFailed(cause);
        }
    }

    /** Runs it on the raft thread, unless that has ended. */
    void execute(Runnable task) {
        getThreadContext().execute(() -> {
            if (!ended) {
                task.run();
            }
        });
    }

    /**
     * Reads the log for the newest configuration, and takes part; once.
     *
     * @throws IOException if the log or the configuration cannot be read
     */
    void begin() throws IOException {
        RaftLogReader reader = getLog().openReader(synced.firstIndex(), Mode.ALL);
        long term = 0;
        while (reader.hasNext()) {
            Indexed<RaftLogEntry> entry = reader.next();
            if (entry.entry().term() < term) {
                throw new IOException("the log goes back from term " + term + " to " + entry.entry().term() + " at entry "
                        + entry.index());
            }
            term = entry.entry().term();
            if (entry.entry() instanceof ConfigurationEntry configuration) {
                adopt(entry.index(), configuration);
            }
        }
        reader.close();
        if (getCluster().getConfiguration() == null) {
            getCluster().configure(new Configuration(NO_CONFIGURATION, 0, 1, Set.of()));
        }
        takePart();
    }

    /** As what the configuration says; one that votes alone does not wait for others. */
    private void takePart() {
        if (!Members.contains(getCluster().getConfiguration(), self)) {
            transition(Role.PROMOTABLE);
        } else {
            transition(getCluster().getMember().getType());
            if (isAlone() && role == Role.FOLLOWER) {
                transition(Role.CANDIDATE);
            }
        }
    }

    /** The first configuration of a server without one. */
    void bootstrap(Set<RaftMember> members, long timeMillis) {
        getCluster().configure(new Configuration(0, 0, timeMillis, members));
        takePart();
    }

    private void adopt(long index, ConfigurationEntry entry) {
        getCluster().configure(new Configuration(index, entry.term(), entry.timestamp(), entry.members()));
        // Atomix waits for the commit, and lets a server that votes no more ask for votes until then
        if (role.active() && role != Role.LEADER && !Members.votersOf(getCluster().getConfiguration()).contains(self)) {
            transition(Role.PROMOTABLE);
        }
    }

    boolean hasConfiguration() {
        return getCluster().getConfiguration().index() > NO_CONFIGURATION;
    }

    /** Whether this server is the only one that votes. Any thread. */
    boolean isAlone() {
        Configuration configuration = getCluster().getConfiguration();
        return configuration != null && Members.votersOf(configuration).equals(List.of(self));
    }

    SyncedLog log() {
        return synced;
    }

    SnapshotFolder snapshots() {
        return snapshots;
    }

    /** Any thread, as what follows. */
    MemberId self() {
        return self;
    }

    boolean isLeading() {
        return role == Role.LEADER && leadingTerm == getTerm();
    }

    boolean isLeading(long term) {
        return isLeading() && getTerm() == term;
    }

    Role role() {
        return role;
    }

    /** The leader of the term, null while none is known. */
    MemberId leader() {
        DefaultRaftMember known = getLeader();
        return known == null ? null : known.memberId();
    }

    /** Of the newest entry known to be committed. */
    long committed() {
        return committed;
    }

    /** Of the newest entry of the log, a moment ago. */
    long lastIndex() {
        return lastIndex;
    }

    void sync() {
        synced.sync();
        lastIndex = synced.getLastIndex();
    }

    /** The leader's first entry was applied, and so all before it. */
    void initialized(long term) {
        if (role == Role.LEADER && term == getTerm() && leadingTerm != term) {
            leadingTerm = term;
            events.leading(true);
        }
    }

    /** A member says how far its log reaches: one that has lost it needs the snapshot that it had. */
    void reaches(MemberId id, long last) {
        RaftMemberContext member = getCluster().getMemberState(id);
        if (member != null && member.getSnapshotIndex() > last) {
            member.setSnapshotIndex(0);
        }
    }

    /** A member says that it needs nothing of a snapshot. */
    void covers(MemberId id, long index) {
        RaftMemberContext member = getCluster().getMemberState(id);
        if (member != null) {
            member.setSnapshotIndex(index);
        }
    }

    /** A snapshot of this server's: members that have what it covers need not be sent it. */
    void covered(long index) {
        for (RaftMemberContext member : getCluster().getRemoteMemberStates()) {
            if (member.getMatchIndex() >= index) {
                member.setSnapshotIndex(index);
            }
        }
    }

    /** Takes a commit for known that the leader has told outside of the log; only if all that is before came from that leader. */
    void commitUpTo(long index, long leaderTerm) {
        Indexed<RaftLogEntry> last = synced.getLastEntry();
        if (leaderTerm == getTerm() && role != Role.LEADER && last != null && last.entry().term() == leaderTerm
                && last.index() >= index && index > getCommitIndex()) {
            setCommitIndex(index);
            applier.applyAll(index);
        }
    }

    /** Stops taking part: nothing is asked or answered any more. */
    CompletableFuture<Void> end() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        getThreadContext().execute(() -> {
            try {
                transition(Role.INACTIVE);
            } finally {
                ended = true;
                done.complete(null);
            }
        });
        return done;
    }

    @Override
    public RaftLogWriter getLogWriter() {
        return synced;
    }

    @Override
    public RaftServiceManager getServiceManager() {
        return applier;
    }

    @Override
    public SnapshotStore getSnapshotStore() {
        return snapshots;
    }

    /** Atomix looks here for whether to take a snapshot of its services now and then. There are none: it is never due. */
    @Override
    public long getLastApplied() {
        return 0;
    }

    /** What is committed is on this server's disk, so that a leader's commit never rests on its own entry in memory alone. */
    @Override
    public long setCommitIndex(long index) {
        if (index > getCommitIndex()) {
            sync();
        }
        long previous = super.setCommitIndex(index);
        committed = getCommitIndex();
        return previous;
    }

    /** Atomix forgets with the leader whom it voted for, and would vote again in the same term. */
    @Override
    public void setLeader(MemberId leader) {
        MemberId vote = getLastVotedFor();
        super.setLeader(leader);
        if (vote != null && getLastVotedFor() == null && getCluster().getMember(vote) != null) {
            setLastVotedFor(vote);
        }
    }

    @Override
    public void transition(RaftMember.Type type) {
        if (type == RaftMember.Type.ACTIVE) {
            super.transition(type);
        } else if (role != Role.PROMOTABLE) {
            transition(Role.PROMOTABLE);
        }
    }

    @Override
    public void transition(Role next) {
        boolean led = leadingTerm != NOT_LEADING;
        if (next != Role.LEADER) {
            leadingTerm = NOT_LEADING;
        } else {
            closeMemberReaders();
        }
        super.transition(next);
        role = getRole();
        if (led && next != Role.LEADER) {
            events.leading(false);
        }
    }

    /** Atomix opens a reader of the log for each member whenever it begins to lead, and closes none. */
    private void closeMemberReaders() {
        for (RaftMemberContext member : getCluster().getRemoteMemberStates()) {
            if (member.getLogReader() != null) {
                member.getLogReader().close();
            }
        }
    }

    private static ThreadContext noContext() {
        throw new UnsupportedOperationException("there are no services that need a thread");
    }
}

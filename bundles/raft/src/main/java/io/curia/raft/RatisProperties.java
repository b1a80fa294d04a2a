package io.curia.raft;

import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.server.RaftServerConfigKeys.Write;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Our settings in Ratis' terms. The sizes keep an idle server small; each bound is written down here. */
final class RatisProperties {
    /** The largest command; larger ones are refused. It is also the log's write buffer, which is always resident. */
    static final int COMMAND_LIMIT = 4 << 20;
    /** Commands accepted and not answered, at most; beyond it they are refused. */
    static final int PENDING_LIMIT = 16_384;
    /** The open segment is held in memory; a snapshot drops whole segments only. */
    static final int SEGMENT_BYTES = 4 << 20;
    /** A sync of a file that does not grow is cheaper by a fifth. */
    private static final int PREALLOCATED_BYTES = 1 << 20;
    /** Room for what is on its way, for one segment more, and for the files that Ratis renames: below it nothing is written. */
    static final long RESERVE_BYTES = 16L << 20;
    static final int PENDING_BYTES = 64 << 20;
    private static final int SNAPSHOT_PIECE_BYTES = 1 << 20;
    private static final int FIRST_ELECTION_MILLIS = 5;
    /** A new server that makes no progress for so many election timeouts is not waited for any more. */
    private static final int STAGING_TIMEOUTS = 20;
    /** So that a process that was stopped and goes on never closes its log. */
    private static final int LONGEST_PAUSE_DAYS = 365;
    /** What an entry and its frame take on top of the command. */
    private static final int OVERHEAD = 512;

    private RatisProperties() { }

    /** @param first what the first election waits for */
    static RaftProperties of(LogSettings settings, File storage, FirstElection first) {
        RaftProperties properties = new RaftProperties();
        properties.set(RaftConfigKeys.Rpc.TYPE_KEY, RaftRpcType.class.getName());
        RaftServerConfigKeys.setStorageDir(properties, List.of(storage));
        log(properties);
        requests(properties);
        timing(properties, settings.timing());
        first(properties, settings.timing(), first);
        Snapshot.setAutoTriggerEnabled(properties, false);
        Snapshot.setTriggerWhenStopEnabled(properties, false);
        Snapshot.setCreationGap(properties, 1);
        Snapshot.setRetentionFileNum(properties, 2);
        Log.setPurgeGap(properties, 1);
        Log.setPurgePreservationLogNum(properties, settings.trailingLogs());
        // a server that is down must not keep the log from being cut: it is sent a snapshot when it returns
        Log.setPurgeUptoSnapshotIndex(properties, true);
        return properties;
    }

    private static void log(RaftProperties properties) {
        Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
        Log.setPreallocatedSize(properties, SizeInBytes.valueOf(PREALLOCATED_BYTES));
        Log.setWriteBufferSize(properties, SizeInBytes.valueOf(COMMAND_LIMIT + OVERHEAD + 8));
        Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(COMMAND_LIMIT + OVERHEAD));
        Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf(SNAPSHOT_PIECE_BYTES));
        Log.setSegmentCacheNumMax(properties, 1);
        Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
        // the commit index is found again from the log; an entry for it would be a second sync for each write
        Log.setLogMetadataEnabled(properties, false);
        // composing holds each append back until the one before is synced, and makes a thread for each on two cores
        Log.setAppendEntriesComposeEnabled(properties, false);
        // above PENDING_LIMIT, so that handing an entry to the log never waits
        Log.setQueueElementLimit(properties, 2 * PENDING_LIMIT);
        Log.setQueueByteLimit(properties, 2 * PENDING_BYTES);
    }

    private static void requests(RaftProperties properties) {
        Write.setElementLimit(properties, PENDING_LIMIT);
        Write.setByteLimit(properties, SizeInBytes.valueOf(2 * PENDING_BYTES));
        // nobody repeats a request under the same id: what the caches hold is never asked for
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, TimeDuration.valueOf(100, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Read.ReadAfterWriteConsistent.setWriteIndexCacheExpiryTime(properties,
                TimeDuration.valueOf(100, TimeUnit.MILLISECONDS));
    }

    private static void timing(RaftProperties properties, Timing timing) {
        int election = (int) timing.electionMillis();
        Rpc.setTimeoutMin(properties, millis(election));
        Rpc.setTimeoutMax(properties, millis(2 * election));
        Rpc.setRequestTimeout(properties, millis(2 * election));
        Rpc.setSlownessTimeout(properties, TimeDuration.valueOf(LONGEST_PAUSE_DAYS, TimeUnit.DAYS));
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, millis(2 * election));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(2 * election));
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(LONGEST_PAUSE_DAYS, TimeUnit.DAYS));
        RaftServerConfigKeys.setStagingTimeout(properties, millis(STAGING_TIMEOUTS * election));
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(properties, true);
    }

    private static void first(RaftProperties properties, Timing timing, FirstElection first) {
        int election = (int) timing.electionMillis();
        switch (first) {
            case AT_ONCE -> {
                Rpc.setFirstElectionTimeoutMin(properties, millis(FIRST_ELECTION_MILLIS));
                Rpc.setFirstElectionTimeoutMax(properties, millis(2 * FIRST_ELECTION_MILLIS));
            }
            case AS_ALWAYS -> {
                Rpc.setFirstElectionTimeoutMin(properties, millis(election));
                Rpc.setFirstElectionTimeoutMax(properties, millis(2 * election));
            }
            case NEVER -> {
                Rpc.setFirstElectionTimeoutMin(properties, millis(Integer.MAX_VALUE / 2));
                Rpc.setFirstElectionTimeoutMax(properties, millis(Integer.MAX_VALUE / 2));
            }
        }
    }

    /** What a server that has just started does when it hears of no leader. */
    enum FirstElection {
        /** Alone, there is nobody to hear from first. */
        AT_ONCE,
        AS_ALWAYS,
        /** It is opened to be looked at only. */
        NEVER
    }

    private static TimeDuration millis(int millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}

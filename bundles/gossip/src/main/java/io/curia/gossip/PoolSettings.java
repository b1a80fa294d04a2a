package io.curia.gossip;

import io.curia.gossip.serf.MergePolicy;
import io.curia.gossip.swim.Timing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What one pool is made of.
 *
 * @param label {@code lan} or {@code wan}
 * @param name this member's
 * @param bind where it listens; port 0 for any
 * @param advertise where others reach it; with port 0, where it listens
 * @param keys the first one writes; none: nothing is encrypted
 * @param keyringFile null: changes of keys do not outlive the process
 * @param snapshotFile null: members do not outlive the process
 */
record PoolSettings(String label, String name, InetSocketAddress bind, InetSocketAddress advertise, Timing timing,
        Map<String, String> tags, MergePolicy policy, Predicate<InetAddress> allowed, List<byte[]> keys,
        boolean verifyIncoming, boolean verifyOutgoing, Path keyringFile, Path snapshotFile, boolean rejoinAfterLeave,
        long reconnectNanos, boolean coordinates) { }

package io.curia.gossip.swim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/**
 * What a member is and how it behaves.
 *
 * @param name unique in the pool
 * @param address where others reach it
 * @param allowed whose addresses may be members'
 */
public record SwimConfig(String name, InetSocketAddress address, Timing timing, Lifeguard lifeguard,
        Predicate<InetAddress> allowed) { }

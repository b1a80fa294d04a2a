package io.curia.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the DNS interface is configured to do; a reload replaces the whole record.
 *
 * @param domain the zone, lower-case labels without the root, for example {@code [consul]}
 * @param altDomain a second zone with the same names, empty for none
 * @param recursors asked in this order about everything outside the zones
 * @param recursorTimeoutMillis for each recursor
 * @param recursorsRandom ask the recursors in random order
 * @param nodeTtl seconds, of records about nodes
 * @param serviceTtl seconds by service name, or by prefix with a trailing {@code *}; lower-case
 * @param maxStaleMillis older answers are read again on the leader
 * @param onlyPassing drop instances with warnings as well
 * @param truncateFlag set the TC bit in cut answers
 * @param udpAnswerLimit the most records in an answer over plain UDP
 * @param addressLimit the most A and AAAA records of a service, 0 for no limit
 * @param nodeMetaText add node metadata as TXT records to the additional section
 * @param useCache answers that the own store cannot vouch for may be used again for {@code cacheMaxAgeMillis}
 * @param translateWanAddresses answer with WAN addresses for other datacenters
 */
record DnsSettings(
        List<String> domain,
        List<String> altDomain,
        List<InetSocketAddress> recursors,
        long recursorTimeoutMillis,
        boolean recursorsRandom,
        long nodeTtl,
        Map<String, Long> serviceTtl,
        boolean allowStale,
        long maxStaleMillis,
        boolean onlyPassing,
        boolean truncateFlag,
        int udpAnswerLimit,
        int addressLimit,
        boolean compression,
        boolean nodeMetaText,
        Soa soa,
        boolean useCache,
        long cacheMaxAgeMillis,
        boolean translateWanAddresses) {

    /** The numbers of the zone's SOA record, in seconds. */
    record Soa(long refresh, long retry, long expire, long minTtl) {
        static final Soa DEFAULT = new Soa(3600, 600, 86400, 0);
    }

    /** Seconds that records about a service may be kept: its exact name's, else the longest prefix's, else 0. */
    long ttlOf(String service) {
        if (serviceTtl.isEmpty()) {
            return 0;
        }
        String name = service.toLowerCase(Locale.ROOT);
        Long exact = serviceTtl.get(name);
        for (int length = name.length(); exact == null && length >= 0; length--) {
            exact = serviceTtl.get(name.substring(0, length) + "*");
        }
        return exact == null ? 0 : exact;
    }

    boolean recursion() {
        return !recursors.isEmpty();
    }
}

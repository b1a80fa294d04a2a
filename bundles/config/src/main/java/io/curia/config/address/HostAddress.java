package io.curia.config.address;

import java.util.Set;

/**
 * One address of one network interface.
 *
 * @param flags of the interface as Go names them: up, broadcast, loopback, pointtopoint, multicast
 */
public record HostAddress(String interfaceName, Ip ip, int prefix, Set<String> flags) {

    private static final String[] LOCAL_ONLY = {"127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8", "224.0.0.0/4",
        "::1/128", "::/128", "fe80::/10", "ff00::/8"};
    private static final String[] PRIVATE_V4 = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    private static final String[] UNROUTED_V4 = {"10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16"};
    private static final String[] SPECIAL = {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "::1/128", "::/128", "100::/64", "2001::/23",
        "2001:db8::/32", "fc00::/7", "fe80::/10"};

    /** Of an IPv4 block that is not routed publicly: what an agent may advertise without being told to. */
    public boolean isUnroutedV4() {
        return Cidr.anyContains(UNROUTED_V4, ip);
    }

    /** Of the three private IPv4 blocks (RFC 1918). */
    public boolean isPrivateV4() {
        return Cidr.anyContains(PRIVATE_V4, ip);
    }

    /** Of a special-purpose block (RFC 6890), so not public. */
    public boolean isSpecialPurpose() {
        return Cidr.anyContains(SPECIAL, ip);
    }

    /** May appear on a wire beyond its own link. */
    public boolean isForwardable() {
        return !Cidr.anyContains(LOCAL_ONLY, ip);
    }
}

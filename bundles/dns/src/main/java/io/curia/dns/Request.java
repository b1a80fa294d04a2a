package io.curia.dns;

import java.net.InetAddress;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A query as parsed from a packet.
 *
 * @param flags the header's second word
 * @param name as asked, in its case
 * @param edns null when the query has no OPT record
 * @param client who asks
 */
record Request(int id, int flags, Name name, int type, int dclass, Edns edns, boolean tcp, InetAddress client) {

    /** The OPT record's part: the UDP size that the client can take, and its subnet option or null. */
    record Edns(int size, Subnet subnet) { }

    /** What a plain UDP message may have. */
    static final int PLAIN_SIZE = 512;

    /** The same client asking for another name and type, without EDNS. */
    Request asking(Name otherName, int otherType) {
        return new Request(id, flags, otherName, otherType, dclass, null, tcp, client);
    }

    /** The largest UDP answer for this client. */
    int udpSize() {
        return edns == null ? PLAIN_SIZE : Math.max(PLAIN_SIZE, edns.size());
    }

    boolean asksFor(int... types) {
        for (int candidate : types) {
            if (type == candidate) {
                return true;
            }
        }
        return false;
    }

    /** Whether an address of this length answers the question; TXT questions about services get addresses as well. */
    boolean fits(byte[] address) {
        return switch (type) {
            case Type.A -> address.length == 4;
            case Type.AAAA -> address.length == 16;
            case Type.ANY, Type.TXT -> true;
            default -> false;
        };
    }

    /** Whether the name has a letter in upper case, which answers have to repeat. */
    boolean mixedCase() {
        for (byte b : name.toWire()) {
            if (b >= 'A' && b <= 'Z') {
                return true;
            }
        }
        return false;
    }
}

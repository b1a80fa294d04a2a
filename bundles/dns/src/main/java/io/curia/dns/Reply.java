package io.curia.dns;

import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * An answer before it is encoded.
 *
 * @param authoritative the AA bit
 * @param truncated the TC bit
 * @param opt answer EDNS with EDNS
 * @param subnetScoped the answer depends on the client's subnet
 * @param limited the limit on answers over plain UDP applies
 */
record Reply(int rcode, boolean authoritative, boolean truncated, List<Record> answer, List<Record> authority,
        List<Record> additional, boolean opt, boolean subnetScoped, boolean limited) {

    /** An authoritative answer. */
    static Reply of(List<Record> answer, List<Record> authority, List<Record> additional) {
        return new Reply(Rcode.NOERROR, true, false, answer, authority, additional, true, false, false);
    }

    /** An authoritative answer of a code alone. */
    static Reply code(int rcode) {
        return new Reply(rcode, true, false, List.of(), List.of(), List.of(), true, false, false);
    }

    /** An answer of a code alone, about a name that is not ours. */
    static Reply foreign(int rcode, boolean opt) {
        return new Reply(rcode, false, false, List.of(), List.of(), List.of(), opt, false, false);
    }

    /** There is no such name; the SOA record says for how long. */
    static Reply noName(Record soa) {
        return new Reply(Rcode.NXDOMAIN, true, false, List.of(), List.of(soa), List.of(), true, false, false);
    }

    Reply asLimited() {
        return new Reply(rcode, authoritative, truncated, answer, authority, additional, opt, subnetScoped, true);
    }

    Reply asSubnetScoped() {
        return new Reply(rcode, authoritative, truncated, answer, authority, additional, opt, true, limited);
    }

    /** The same with fewer records and without OPT. */
    Reply cutTo(List<Record> fewer, List<Record> needed, boolean flag) {
        return new Reply(rcode, authoritative, flag, fewer, List.of(), needed, false, subnetScoped, limited);
    }

    Reply withoutAdditional() {
        return new Reply(rcode, authoritative, truncated, answer, authority, List.of(), opt, subnetScoped, limited);
    }
}

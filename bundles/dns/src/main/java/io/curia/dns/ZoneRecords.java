package io.curia.dns;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Names and records of the zone: everything that spells the primary domain. */
final class ZoneRecords {
    private final List<String> domain;
    private final String domainText;
    private final Name apex;
    private final DnsSettings.Soa soa;
    private final Clock clock;

    ZoneRecords(DnsSettings settings, Clock clock) {
        this.domain = settings.domain();
        this.domainText = String.join(".", domain);
        this.apex = Names.of(domain);
        this.soa = settings.soa();
        this.clock = clock;
    }

    /** The zone's SOA record; its serial number is the time in seconds. */
    Record soa() {
        long serial = clock.instant().getEpochSecond() & 0xFFFF_FFFFL;
        return new SOARecord(apex, DClass.IN, soa.minTtl(), Names.of(List.of("ns", domainText)),
                Names.of(List.of("hostmaster", domainText)), serial, soa.refresh(), soa.retry(), soa.expire(),
                soa.minTtl());
    }

    Record nameServer(Name target, long ttl) {
        return new NSRecord(apex, DClass.IN, ttl, target);
    }

    /** {@code <node>.node.<dc>.<domain>}, or null for a node that DNS cannot name. */
    Name node(String node, String dc) {
        return Names.of(List.of(node, "node", dc, domainText));
    }

    /** {@code <hex>.addr.<dc>.<domain>}. */
    Name address(byte[] ip, String dc) {
        return Names.of(List.of(IpText.hex(ip), "addr", dc, domainText));
    }

    /** {@code <service>.service.<dc>.<domain>}, or null for a service that DNS cannot name. */
    Name service(String service, String dc) {
        return Names.of(List.of(service, "service", dc, domainText));
    }

    static Record pointer(Name owner, Name target) {
        return new PTRRecord(owner, DClass.IN, 0, target);
    }

    /** The A or AAAA record of an address. */
    static Record address(Name owner, long ttl, byte[] ip) {
        // By its bytes: an InetAddress would turn a mapped IPv6 address into an IPv4 one.
        return Record.newRecord(owner, ip.length == 4 ? Type.A : Type.AAAA, DClass.IN, ttl, ip);
    }

    /** The records of a chain of names and addresses, with another TTL. */
    static List<Record> withTtl(List<Record> chain, long ttl) {
        List<Record> changed = new ArrayList<>(chain.size());
        for (Record record : chain) {
            changed.add(record instanceof ARecord || record instanceof AAAARecord
                    ? Record.newRecord(record.getName(), record.getType(), DClass.IN, ttl,
                            record.rdataToWireCanonical())
                    : new CNAMERecord(record.getName(), DClass.IN, ttl,
                            ((CNAMERecord) record).getTarget()));
        }
        return changed;
    }
}

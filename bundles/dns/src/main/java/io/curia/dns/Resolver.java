package io.curia.dns;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeServices;
import io.curia.api.model.ServiceAddress;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.QueryOperations;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Answers questions about names of the zone from the catalog. Safe from any thread; a new one for new settings. */
final class Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private final DnsSettings settings;
    private final String ownDatacenter;
    private final String agentNode;
    private final ZoneRecords zone;
    private final AddressChoice addresses;
    private final AliasChaser aliases;
    private final NameServers nameServers;
    private final ReverseLookup reverse;
    private final LogThrottle throttle;

    Resolver(DnsSettings settings, String ownDatacenter, String agentNode, Clock clock, LongSupplier nanoClock,
            NameParser parser, Recursors recursors) {
        this.settings = settings;
        this.ownDatacenter = ownDatacenter;
        this.agentNode = agentNode;
        this.zone = new ZoneRecords(settings, clock);
        this.addresses = new AddressChoice(settings.translateWanAddresses(), ownDatacenter);
        this.aliases = new AliasChaser(parser, recursors, this);
        this.nameServers = new NameServers(settings, zone, addresses, ownDatacenter);
        this.throttle = new LogThrottle(nanoClock);
        this.reverse = new ReverseLookup(zone, ownDatacenter);
    }

    /** What a question in the zone finds; ends exceptionally for failures that are none of the resolver's. */
    CompletableFuture<Resolution> resolve(Request request, Lookup lookup, Reads reads, int depth) {
        return find(request, lookup, reads, depth).handle((found, failure) -> {
            if (failure == null) {
                return found;
            }
            return Resolution.fixed(failed(request, failure));
        });
    }

    /** The PTR answer for an address; null when nobody has it. */
    CompletableFuture<Resolution> resolveReverse(Request request, Lookup.Reverse lookup, Reads reads) {
        return reverse.find(request, lookup.address(), reads);
    }

    private CompletableFuture<Resolution> find(Request request, Lookup lookup, Reads reads, int depth) {
        switch (request.type()) {
            case Type.SOA:
                return nameServers.soa(reads);
            case Type.NS:
                return nameServers.list(reads);
            case Type.AXFR:
                return fixed(Reply.code(Rcode.NOTIMP));
            default:
                break;
        }
        if (lookup instanceof Lookup.Node node) {
            return node(request, node, reads, depth);
        } else if (lookup instanceof Lookup.Service service) {
            List<String> tags = service.tag().isEmpty() ? List.of() : List.of(service.tag());
            return instances(request, service.name(), Endpoint.SERVICE, tags, lookup.dc(), reads, depth);
        } else if (lookup instanceof Lookup.Connect connect) {
            return instances(request, connect.name(), Endpoint.CONNECT, List.of(), lookup.dc(), reads, depth);
        } else if (lookup instanceof Lookup.Ingress ingress) {
            return instances(request, ingress.name(), Endpoint.INGRESS, List.of(), lookup.dc(), reads, depth);
        } else if (lookup instanceof Lookup.Virtual virtual) {
            return virtual(request, virtual, reads);
        } else if (lookup instanceof Lookup.Query query) {
            return query(request, query, reads, depth);
        } else if (lookup instanceof Lookup.Address address) {
            return fixed(address(request, address.hex()));
        }
        return fixed(noName());
    }

    private CompletableFuture<Resolution> node(Request request, Lookup.Node lookup, Reads reads, int depth) {
        if (!request.asksFor(Type.A, Type.AAAA, Type.ANY, Type.TXT)) {
            return fixed(Reply.of(List.of(), List.of(), List.of()));
        }
        return reads.read(CatalogOperations.NODE_SERVICES, new CatalogOperations.NodeRequest(lookup.name()), lookup.dc())
                .thenCompose(found -> node(request, lookup.dc(), found, reads, depth));
    }

    private CompletableFuture<Resolution> node(Request request, String dc, NodeServices found, Reads reads, int depth) {
        if (found == null || found.node() == null) {
            return fixed(noName());
        }
        Node node = found.node();
        long ttl = settings.nodeTtl();
        List<Record> answer = new ArrayList<>();
        boolean textAsked = request.asksFor(Type.ANY, Type.TXT);
        List<Record> text = textAsked || settings.nodeMetaText()
                ? MetaText.records(request.name(), ttl, node.meta()) : List.of();
        List<Record> additional = textAsked ? List.of() : text;
        AddressChoice.Choice choice = request.type() == Type.TXT ? null : addresses.ofNode(node, request.type(), dc);
        boolean alias = choice != null && choice.ip() == null && Names.host(choice.text()) != null;
        if (choice != null && choice.ip() != null && request.fits(choice.ip())) {
            answer.add(ZoneRecords.address(request.name(), ttl, choice.ip()));
        }
        if (!alias) {
            answer.addAll(textAsked ? text : List.of());
            return fixed(Reply.of(answer, List.of(), additional));
        }
        answer.add(new CNAMERecord(request.name(), DClass.IN, ttl, Names.host(choice.text())));
        return aliases.followAll(List.of(choice.text()), request, reads, depth).thenApply(chains -> {
            answer.addAll(ZoneRecords.withTtl(chains.get(choice.text()), ttl));
            answer.addAll(textAsked ? text : List.of());
            return Resolution.fixed(Reply.of(answer, List.of(), additional));
        });
    }

    private CompletableFuture<Resolution> instances(Request request, String service, Endpoint endpoint,
            List<String> tags, String dc, Reads reads, int depth) {
        return services(service, endpoint, tags, dc, reads).thenCompose(found -> {
            List<CheckServiceNode> healthy = ServiceAnswer.healthy(found, settings.onlyPassing());
            return healthy.isEmpty()
                    ? fixed(noName())
                    : answer(request, healthy, dc, settings.ttlOf(service), true, reads, depth);
        });
    }

    private static CompletableFuture<List<CheckServiceNode>> services(String service, Endpoint endpoint,
            List<String> tags, String dc, Reads reads) {
        return reads.read(HealthOperations.SERVICE_NODES,
                new HealthOperations.ServiceRequest(service, endpoint, tags, false, Map.of(), ""), dc);
    }

    private CompletableFuture<Resolution> answer(Request request, List<CheckServiceNode> found, String dc, long ttl,
            boolean shuffle, Reads reads, int depth) {
        String where = dc.isEmpty() ? ownDatacenter : dc;
        ServiceAnswer answer = new ServiceAnswer(settings, zone, addresses, request, found, where, ttl);
        Collection<String> hosts = answer.hosts();
        if (hosts.isEmpty()) {
            return CompletableFuture.completedFuture(new Resolution(shuffle && answer.size() > 1,
                    random -> answer.build(shuffle ? random : null, Map.of())));
        }
        return aliases.followAll(hosts, request, reads, depth).thenApply(chains ->
                new Resolution(shuffle && answer.size() > 1,
                        random -> answer.build(shuffle ? random : null, chains)));
    }

    private CompletableFuture<Resolution> query(Request request, Lookup.Query lookup, Reads reads, int depth) {
        // Its result may depend on who asks, and on other datacenters.
        reads.dependsOnOthers();
        Subnet subnet = request.edns() == null ? null : request.edns().subnet();
        String source = subnet == null ? request.client().getHostAddress() : subnet.text();
        QueryOperations.ExecuteRequest execute =
                new QueryOperations.ExecuteRequest(lookup.name(), "", 0, false, agentNode, source);
        return reads.read(QueryOperations.EXECUTE, execute, lookup.dc()).thenCompose(found -> {
            if (found == null || found.nodes() == null || found.nodes().isEmpty()) {
                return fixed(noName());
            }
            String ttl = found.dns() == null ? "" : found.dns().ttl();
            long seconds = ttl == null || ttl.isEmpty()
                    ? settings.ttlOf(found.service()) : DurationText.seconds(ttl);
            String dc = found.datacenter() == null ? lookup.dc() : found.datacenter();
            return answer(request, found.nodes(), dc, seconds, false, reads, depth).thenApply(answer ->
                    new Resolution(false, random -> answer.reply(random).asSubnetScoped()));
        });
    }

    private CompletableFuture<Resolution> virtual(Request request, Lookup.Virtual lookup, Reads reads) {
        return services(lookup.name(), Endpoint.SERVICE, List.of(), lookup.dc(), reads).thenCompose(found -> {
            byte[] ip = null;
            for (CheckServiceNode instance : found) {
                Map<String, ServiceAddress> tagged = instance.service().taggedAddresses();
                ServiceAddress address = tagged == null ? null
                        : tagged.getOrDefault("consul-virtual", tagged.get("virtual"));
                ip = ip != null || address == null ? ip : IpText.parse(address.address());
            }
            if (ip == null) {
                return fixed(noName());
            }
            return fixed(request.fits(ip)
                    ? Reply.of(List.of(ZoneRecords.address(request.name(), settings.ttlOf(lookup.name()), ip)),
                            List.of(), List.of())
                    : Reply.of(List.of(), List.of(zone.soa()), List.of()));
        });
    }

    /** The address that is spelt, whatever type is asked for. */
    private Reply address(Request request, String hex) {
        if (hex.length() != 8 && hex.length() != 32) {
            return Reply.of(List.of(), List.of(), List.of());
        }
        byte[] ip = IpText.fromHex(hex);
        return ip == null ? noName() : Reply.of(
                List.of(ZoneRecords.address(Names.lowerCase(request.name()), settings.nodeTtl(), ip)), List.of(), List.of());
    }

    private Reply noName() {
        return Reply.noName(zone.soa());
    }

    /** What the client gets for a failed read. */
    private Reply failed(Request request, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof CuriaException refusal)) {
            return refused(request, cause);
        }
        return switch (refusal.kind()) {
            case NOT_FOUND, DENIED -> noName();
            case FAILED -> refusal.getMessage().contains("No path to datacenter") ? noName() : refused(request, refusal);
            default -> refused(request, refusal);
        };
    }

    private Reply refused(Request request, Throwable cause) {
        if (throttle.permits()) {
            boolean expected = cause instanceof CuriaException;
            LOG.warn("DNS query for {} failed (others may have, too): {}", request.name(),
                    expected ? cause.getMessage() : cause.toString(), expected ? null : cause);
        }
        return Reply.code(Rcode.SERVFAIL);
    }

    private static CompletableFuture<Resolution> fixed(Reply reply) {
        return CompletableFuture.completedFuture(Resolution.fixed(reply));
    }
}

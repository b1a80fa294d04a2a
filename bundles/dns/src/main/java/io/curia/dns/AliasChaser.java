package io.curia.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Follows the host names that nodes and services have as addresses: in the zone itself, else through the recursors. */
final class AliasChaser {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_PLAIN_RECORDS = 5;

    private final NameParser parser;
    private final Recursors recursors;
    private final Resolver resolver;

    AliasChaser(NameParser parser, Recursors recursors, Resolver resolver) {
        this.parser = parser;
        this.recursors = recursors;
        this.resolver = resolver;
    }

    /** The addresses and aliases behind each host; empty lists where nothing is found. */
    CompletableFuture<Map<String, List<Record>>> followAll(Collection<String> hosts, Request request, Reads reads,
            int depth) {
        CompletableFuture<Map<String, List<Record>>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (String host : hosts) {
            all = all.thenCombine(follow(host, request, reads, depth), (chains, chain) -> {
                chains.put(host, chain);
                return chains;
            });
        }
        return all;
    }

    private CompletableFuture<List<Record>> follow(String host, Request request, Reads reads, int depth) {
        Name name = Names.host(host);
        if (name == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        Lookup lookup = parser.parse(Names.labels(name), false);
        boolean outside = lookup instanceof Lookup.Outside || lookup instanceof Lookup.Reverse;
        if (outside) {
            reads.dependsOnOthers();
            return recursors.addresses(name).thenApply(records -> relevant(records, request));
        }
        return depth >= MAX_DEPTH
                ? CompletableFuture.completedFuture(List.of())
                : resolver.resolve(request.asking(name, Type.ANY), lookup, reads, depth + 1)
                        .thenApply(found -> relevant(found.reply(null).answer(), request));
    }

    private static List<Record> relevant(List<Record> records, Request request) {
        List<Record> relevant = new ArrayList<>();
        for (Record record : records) {
            int type = record.getType();
            boolean room = request.edns() != null || relevant.size() < MAX_PLAIN_RECORDS;
            if (room && (type == Type.A || type == Type.AAAA || type == Type.CNAME)) {
                relevant.add(record);
            }
        }
        return relevant;
    }
}

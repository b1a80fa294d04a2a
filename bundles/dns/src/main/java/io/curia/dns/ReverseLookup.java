package io.curia.dns;

import io.curia.api.model.Node;
import io.curia.api.model.NodeInfo;
import io.curia.api.model.NodeService;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.InternalOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whose an address is: the first node's that has it, else the first service's, in the own datacenter. */
final class ReverseLookup {
    private final ZoneRecords zone;
    private final String datacenter;
    private volatile Index<List<Node>> nodes = new Index<>(null, Map.of());
    private volatile Index<List<NodeInfo>> services = new Index<>(null, Map.of());

    /** Names by address, of one answer: it holds as long as the dispatcher gives the very same answer. */
    private record Index<T>(T source, Map<ByteBuffer, String> names) { }

    ReverseLookup(ZoneRecords zone, String datacenter) {
        this.zone = zone;
        this.datacenter = datacenter;
    }

    /** The answer; null when nobody has the address, or when it is null itself. */
    CompletableFuture<Resolution> find(Request request, byte[] address, Reads reads) {
        if (address == null) {
            return CompletableFuture.completedFuture(null);
        }
        // Not worth keeping: the index is as fast, and the answer would hold on to a list of all nodes.
        reads.dependsOnOthers();
        ByteBuffer key = ByteBuffer.wrap(address);
        return reads.read(CatalogOperations.LIST_NODES, new CatalogOperations.NodesRequest(Map.of(), ""), "")
                .thenCompose(found -> {
                    String node = nodeNames(found).get(key);
                    return node != null
                            ? CompletableFuture.completedFuture(answer(request, zone.node(node, datacenter)))
                            : reads.read(InternalOperations.NODE_DUMP, CatalogOperations.NoRequest.INSTANCE, "")
                                    .thenApply(dump -> service(request, serviceNames(dump).get(key)));
                });
    }

    private Resolution service(Request request, String service) {
        return service == null ? null : answer(request, zone.service(service, datacenter));
    }

    private Resolution answer(Request request, Name target) {
        if (target == null) {
            return null;
        }
        List<Record> records = new ArrayList<>();
        if (request.type() == Type.SOA) {
            records.add(zone.soa());
        }
        records.add(ZoneRecords.pointer(request.name(), target));
        return Resolution.fixed(Reply.of(records, List.of(), List.of()));
    }

    private Map<ByteBuffer, String> nodeNames(List<Node> found) {
        Index<List<Node>> known = nodes;
        if (known.source() != found) {
            Map<ByteBuffer, String> names = new HashMap<>();
            for (Node node : found) {
                add(names, node.address(), node.node());
            }
            known = new Index<>(found, names);
            nodes = known;
        }
        return known.names();
    }

    private Map<ByteBuffer, String> serviceNames(List<NodeInfo> dump) {
        Index<List<NodeInfo>> known = services;
        if (known.source() != dump) {
            Map<ByteBuffer, String> names = new HashMap<>();
            for (NodeInfo node : dump) {
                for (NodeService service : node.services() == null ? List.<NodeService>of() : node.services()) {
                    add(names, service.address(), service.service());
                }
            }
            known = new Index<>(dump, names);
            services = known;
        }
        return known.names();
    }

    private static void add(Map<ByteBuffer, String> names, String address, String name) {
        byte[] ip = address == null || address.isEmpty() ? null : IpText.parse(address);
        if (ip != null) {
            names.putIfAbsent(ByteBuffer.wrap(ip), name);
        }
    }
}

package io.curia.dns;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.op.HealthOperations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The zone's SOA and NS answers: its name servers are up to three of the servers, chosen at random. */
final class NameServers {
    private static final int MOST = 3;
    private static final HealthOperations.ServiceRequest SERVERS = new HealthOperations.ServiceRequest("consul",
            HealthOperations.Endpoint.SERVICE, List.of(), false, Map.of(), "");

    private final DnsSettings settings;
    private final ZoneRecords zone;
    private final AddressChoice addresses;
    private final String datacenter;

    NameServers(DnsSettings settings, ZoneRecords zone, AddressChoice addresses, String datacenter) {
        this.settings = settings;
        this.zone = zone;
        this.addresses = addresses;
        this.datacenter = datacenter;
    }

    CompletableFuture<Resolution> list(Reads reads) {
        return servers(reads).thenApply(servers -> new Resolution(servers.size() > 1, random -> {
            List<Record> additional = new ArrayList<>();
            return Reply.of(records(servers, random, additional), List.of(), additional);
        }));
    }

    CompletableFuture<Resolution> soa(Reads reads) {
        return servers(reads).thenApply(servers -> new Resolution(servers.size() > 1, random -> {
            List<Record> additional = new ArrayList<>();
            return Reply.of(List.of(zone.soa()), records(servers, random, additional), additional);
        }));
    }

    private CompletableFuture<List<CheckServiceNode>> servers(Reads reads) {
        return reads.read(HealthOperations.SERVICE_NODES, SERVERS, "").thenApply(found -> {
            List<CheckServiceNode> servers = new ArrayList<>();
            for (CheckServiceNode server : ServiceAnswer.healthy(found, settings.onlyPassing())) {
                if (isHostLabel(server.node().node())) {
                    servers.add(server);
                }
            }
            return servers;
        });
    }

    private List<Record> records(List<CheckServiceNode> servers, Random random, List<Record> additional) {
        List<CheckServiceNode> order = new ArrayList<>(servers);
        if (random != null) {
            Collections.shuffle(order, random);
        }
        List<Record> records = new ArrayList<>();
        for (CheckServiceNode server : order.subList(0, Math.min(MOST, order.size()))) {
            Name node = zone.node(server.node().node(), datacenter);
            if (node == null) {
                continue;
            }
            Name target = Names.lowerCase(node);
            records.add(zone.nameServer(target, settings.nodeTtl()));
            AddressChoice.Choice choice = addresses.ofInstance(server, Type.ANY, datacenter);
            if (choice != null && choice.ip() != null) {
                additional.add(ZoneRecords.address(target, settings.nodeTtl(), choice.ip()));
            }
        }
        return records;
    }

    private static boolean isHostLabel(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}

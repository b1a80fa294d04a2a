package io.curia.dns;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The answer about instances of a service (reference: dns, section 3.2). It can be built again and again, each time with
 * the instances in another order. Immutable.
 */
final class ServiceAnswer {
    /** How many host names of one answer are followed. */
    private static final int MAX_HOSTS = 16;

    private final DnsSettings settings;
    private final ZoneRecords zone;
    private final AddressChoice addresses;
    private final Request request;
    private final List<CheckServiceNode> instances;
    private final String dc;
    private final long ttl;

    /** @param dc where the instances are, never empty */
    ServiceAnswer(DnsSettings settings, ZoneRecords zone, AddressChoice addresses, Request request,
            List<CheckServiceNode> instances, String dc, long ttl) {
        this.settings = settings;
        this.zone = zone;
        this.addresses = addresses;
        this.request = request;
        this.instances = instances;
        this.dc = dc;
        this.ttl = ttl;
    }

    /** The instances that may be seen: not critical, and with {@code onlyPassing} without warnings too. */
    static List<CheckServiceNode> healthy(List<CheckServiceNode> instances, boolean onlyPassing) {
        List<CheckServiceNode> healthy = new ArrayList<>(instances.size());
        for (CheckServiceNode instance : instances) {
            if (!has(instance, HealthCheck.CRITICAL) && !(onlyPassing && has(instance, HealthCheck.WARNING))) {
                healthy.add(instance);
            }
        }
        return healthy;
    }

    private static boolean has(CheckServiceNode instance, String status) {
        for (HealthCheck check : instance.checks()) {
            if (status.equals(check.status())) {
                return true;
            }
        }
        return false;
    }

    /** The host names among the addresses, which have to be followed before the answer is built. */
    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        for (CheckServiceNode instance : instances) {
            AddressChoice.Choice choice = choose(instance);
            if (choice != null && choice.ip() == null && hosts.size() < MAX_HOSTS) {
                hosts.add(choice.text());
            }
        }
        return hosts;
    }

    int size() {
        return instances.size();
    }

    /**
     * Builds the answer.
     *
     * @param random null to keep the order of the instances
     * @param chains where host names lead, by host name
     */
    Reply build(Random random, Map<String, List<Record>> chains) {
        List<CheckServiceNode> order = instances;
        if (random != null && instances.size() > 1) {
            order = new ArrayList<>(instances);
            Collections.shuffle(order, random);
        }
        List<Record> answer = new ArrayList<>();
        List<Record> additional = new ArrayList<>();
        if (request.type() == Type.SRV) {
            services(order, chains, answer, additional);
        } else {
            addresses(order, chains, answer);
        }
        List<Record> authority = answer.isEmpty() ? List.of(zone.soa()) : List.of();
        return Reply.of(answer, authority, additional).asLimited();
    }

    private void addresses(List<CheckServiceNode> order, Map<String, List<Record>> chains, List<Record> answer) {
        Set<Record> seen = new HashSet<>();
        List<Record> alias = List.of();
        for (CheckServiceNode instance : order) {
            AddressChoice.Choice choice = choose(instance);
            if (choice == null) {
                continue;
            }
            if (choice.ip() == null) {
                alias = alias.isEmpty() ? alias(choice.text(), chains) : alias;
            } else if (request.fits(choice.ip())) {
                Record record = ZoneRecords.address(request.name(), ttl, choice.ip());
                if (seen.add(record)) {
                    answer.add(record);
                }
                if (answer.size() == settings.addressLimit()) {
                    return;
                }
            }
        }
        if (answer.isEmpty()) {
            answer.addAll(alias);
        }
    }

    private List<Record> alias(String host, Map<String, List<Record>> chains) {
        Name target = Names.host(host);
        if (target == null) {
            return List.of();
        }
        List<Record> chain = new ArrayList<>();
        chain.add(new CNAMERecord(request.name(), DClass.IN, ttl, target));
        chain.addAll(ZoneRecords.withTtl(chains.getOrDefault(host, List.of()), ttl));
        return chain;
    }

    private void services(List<CheckServiceNode> order, Map<String, List<Record>> chains, List<Record> answer,
            List<Record> additional) {
        Set<List<Object>> seen = new HashSet<>();
        for (CheckServiceNode instance : order) {
            AddressChoice.Choice choice = choose(instance);
            int port = choice != null && choice.port() > 0 ? choice.port() : instance.service().port();
            String own = choice != null && choice.own() ? choice.text() : "";
            if (choice == null || !seen.add(List.of(instance.node().node(), own, port))) {
                continue;
            }
            Name target = target(instance, choice);
            if (target == null) {
                continue;
            }
            answer.add(new SRVRecord(request.name(), DClass.IN, ttl, 1, weight(instance), port & 0xFFFF, target));
            if (choice.ip() != null) {
                additional.add(ZoneRecords.address(target, ttl, choice.ip()));
            } else {
                additional.addAll(ZoneRecords.withTtl(chains.getOrDefault(choice.text(), List.of()), ttl));
            }
            Name node = settings.nodeMetaText() ? zone.node(instance.node().node(), datacenter(instance)) : null;
            if (node != null) {
                additional.addAll(MetaText.records(node, ttl, instance.node().meta()));
            }
        }
    }

    /** The node's name if the address is the node's own, else the address as a name, or the host itself. */
    private Name target(CheckServiceNode instance, AddressChoice.Choice choice) {
        if (choice.ip() == null) {
            return Names.host(choice.text());
        }
        Name node = choice.own() || choice.moved() ? null : zone.node(instance.node().node(), datacenter(instance));
        return node != null ? node : zone.address(choice.ip(), datacenter(instance));
    }

    /** A service whose address is the name asked would lead to itself: then its node's address counts. */
    private AddressChoice.Choice choose(CheckServiceNode instance) {
        AddressChoice.Choice choice = addresses.ofInstance(instance, request.type(), dc);
        if (choice != null && choice.own() && choice.ip() == null && request.name().equals(Names.host(choice.text()))) {
            return addresses.ofNode(instance.node(), request.type(), dc);
        }
        return choice;
    }

    private String datacenter(CheckServiceNode instance) {
        String own = instance.node().datacenter();
        return own == null || own.isEmpty() ? dc : own;
    }

    private static int weight(CheckServiceNode instance) {
        Weights weights = instance.service().weights() == null ? Weights.DEFAULT : instance.service().weights();
        int weight = has(instance, HealthCheck.WARNING) ? weights.warning() : weights.passing();
        return Math.max(0, Math.min(0xFFFF, weight));
    }
}

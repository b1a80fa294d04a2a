package io.curia.http.endpoint;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceNode;
import io.curia.http.call.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** WAN addresses in the place of others, for what is in another datacenter, when the agent is configured so. */
final class Translation {
    private static final String WAN = "wan";

    private Translation() { }

    /** Whether answers about a datacenter ("" for the own) are translated. */
    static boolean applies(Call call, String datacenter) {
        return call.settings().translateAddresses() && !datacenter.isEmpty()
                && !datacenter.equals(call.services().control().datacenter());
    }

    static List<CheckServiceNode> instances(Call call, String datacenter, List<CheckServiceNode> all) {
        if (!applies(call, datacenter)) {
            return all;
        }
        List<CheckServiceNode> translated = new ArrayList<>(all.size());
        for (CheckServiceNode one : all) {
            translated.add(new CheckServiceNode(node(one.node()), service(one.service()), one.checks()));
        }
        return translated;
    }

    static List<ServiceNode> flat(List<ServiceNode> all) {
        List<ServiceNode> translated = new ArrayList<>(all.size());
        for (ServiceNode one : all) {
            ServiceAddress wan = wan(one.serviceTaggedAddresses());
            translated.add(new ServiceNode(one.id(), one.node(), address(one.address(), one.taggedAddresses()),
                    one.datacenter(), one.taggedAddresses(), one.nodeMeta(), one.serviceKind(), one.serviceID(),
                    one.serviceName(), one.serviceTags(), wan == null ? one.serviceAddress() : wan.address(),
                    one.serviceTaggedAddresses(), one.serviceWeights(), one.serviceMeta(), port(one.servicePort(), wan),
                    one.serviceSocketPath(), one.serviceEnableTagOverride(), one.serviceProxy(), one.serviceConnect(),
                    one.createIndex(), one.modifyIndex()));
        }
        return translated;
    }

    static List<Node> nodes(List<Node> all) {
        List<Node> translated = new ArrayList<>(all.size());
        for (Node one : all) {
            translated.add(node(one));
        }
        return translated;
    }

    static Node node(Node node) {
        return node == null ? null : new Node(node.id(), node.node(), address(node.address(), node.taggedAddresses()),
                node.datacenter(), node.taggedAddresses(), node.meta(), node.createIndex(), node.modifyIndex());
    }

    static NodeService service(NodeService one) {
        ServiceAddress wan = wan(one.taggedAddresses());
        return wan == null ? one : new NodeService(one.kind(), one.id(), one.service(), one.tags(), wan.address(),
                one.taggedAddresses(), one.meta(), port(one.port(), wan), one.socketPath(), one.weights(),
                one.enableTagOverride(), one.proxy(), one.connect(), one.createIndex(), one.modifyIndex());
    }

    private static String address(String own, Map<String, String> tagged) {
        String wan = tagged == null ? null : tagged.get(WAN);
        return wan == null || wan.isEmpty() ? own : wan;
    }

    private static ServiceAddress wan(Map<String, ServiceAddress> tagged) {
        ServiceAddress wan = tagged == null ? null : tagged.get(WAN);
        return wan == null || wan.address() == null || wan.address().isEmpty() ? null : wan;
    }

    private static int port(int own, ServiceAddress wan) {
        return wan == null || wan.port() == 0 ? own : wan.port();
    }
}

package io.curia.dns;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.ServiceAddress;
import java.util.Map;
import org.xbill.DNS.Type;

/**
 * Picks the address to answer with among those that a node or a service has (reference: semantics, section 3): the
 * tagged one of the family asked for, else the plain one; their WAN forms for other datacenters, if so configured.
 */
final class AddressChoice {
    private final boolean translateWan;
    private final String ownDatacenter;

    AddressChoice(boolean translateWan, String ownDatacenter) {
        this.translateWan = translateWan;
        this.ownDatacenter = ownDatacenter;
    }

    /**
     * @param text an IP address or a host name
     * @param ip null for a host name
     * @param port as it belongs to the address, 0 when it has none of its own
     * @param own the instance has it itself, not from its node
     * @param moved it is not the one registered
     */
    record Choice(String text, byte[] ip, int port, boolean own, boolean moved) { }

    /** The node's address for a question of a type; null if it has none that fits. */
    Choice ofNode(Node node, int type, String dc) {
        Map<String, String> tagged = node.taggedAddresses() == null ? Map.of() : node.taggedAddresses();
        boolean wan = wan(dc);
        String plain = wan && present(tagged.get("wan")) ? tagged.get("wan") : node.address();
        String family = family(type);
        String fit = family == null ? null : tagged.get(wan && present(tagged.get("wan" + family))
                ? "wan" + family : "lan" + family);
        return choice(present(fit) ? fit : plain, 0, false, node.address());
    }

    /** The instance's own address, else its node's; null if there is none. */
    Choice ofInstance(CheckServiceNode instance, int type, String dc) {
        Choice own = ofService(instance.service(), type, dc);
        return own != null ? own : ofNode(instance.node(), type, dc);
    }

    private Choice ofService(NodeService service, int type, String dc) {
        if (!present(service.address())) {
            return null;
        }
        Map<String, ServiceAddress> tagged = service.taggedAddresses() == null ? Map.of() : service.taggedAddresses();
        boolean wan = wan(dc);
        ServiceAddress plain = wan ? tagged.get("wan") : null;
        String family = family(type);
        ServiceAddress fit = null;
        if (family != null) {
            fit = wan ? tagged.get("wan" + family) : null;
            fit = fit == null ? tagged.get("lan" + family) : fit;
        }
        ServiceAddress chosen = fit != null && present(fit.address()) ? fit : plain;
        return chosen != null && present(chosen.address())
                ? choice(chosen.address(), chosen.port(), true, service.address())
                : choice(service.address(), 0, true, service.address());
    }

    private boolean wan(String dc) {
        return translateWan && !dc.isEmpty() && !dc.equals(ownDatacenter);
    }

    private static String family(int type) {
        return type == Type.A ? "_ipv4" : type == Type.AAAA ? "_ipv6" : null;
    }

    private static Choice choice(String text, int port, boolean own, String registered) {
        return present(text) ? new Choice(text, IpText.parse(text), port, own, !text.equals(registered)) : null;
    }

    private static boolean present(String text) {
        return text != null && !text.isEmpty();
    }
}

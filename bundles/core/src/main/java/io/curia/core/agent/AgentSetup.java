package io.curia.core.agent;

import io.curia.core.agent.parse.IpLiteral;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes of the configuration what the engines want. */
final class AgentSetup {
    private AgentSetup() { }

    static NodeIdentity identity(NodeConfig config) {
        String wan = config.advertise__addr__wan().isEmpty() ? config.advertise__addr() : config.advertise__addr__wan();
        Map<String, String> addresses = new TreeMap<>();
        address(addresses, "lan", config.advertise__addr());
        address(addresses, "wan", wan);
        addresses.putAll(pairs(config.tagged__addresses()));
        Map<String, String> meta = new TreeMap<>(pairs(config.node__meta()));
        meta.put("consul-network-segment", "");
        return new NodeIdentity(config.node__id(), config.node__name(), config.datacenter(), config.advertise__addr(),
                addresses, meta);
    }

    private static void address(Map<String, String> addresses, String network, String address) {
        addresses.put(network, address);
        if (IpLiteral.isV4(address)) {
            addresses.put(network + "_ipv4", address);
        } else if (IpLiteral.isV6(address)) {
            addresses.put(network + "_ipv6", address);
        }
    }

    static Map<String, String> pairs(String[] texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int at = text.indexOf('=');
            pairs.put(at < 0 ? text : text.substring(0, at), at < 0 ? "" : text.substring(at + 1));
        }
        return pairs;
    }

    static AgentSettings settings(AgentConfig c) {
        return new AgentSettings(c.enable__script__checks(),
                c.enable__local__script__checks(), c.check__update__interval__ms(), c.check__output__max__size(),
                c.discard__check__output(), c.check__reap__interval__ms(), c.check__deregister__interval__min__ms(),
                c.sidecar__min__port(), c.sidecar__max__port());
    }

    static AntiEntropy.Tokens tokens(AgentConfig c) {
        // An agent token that is not given is the default one, whichever that is at the time: the tokens see to that.
        return new AntiEntropy.Tokens(c.tokens__agent(), c.tokens__default());
    }
}

package io.curia.config;

import io.curia.config.model.AclConfig;
import io.curia.config.model.AddressConfig;
import io.curia.config.model.AutopilotConfig;
import io.curia.config.model.ConsensusConfig;
import io.curia.config.model.DnsConfig;
import io.curia.config.model.GossipConfig;
import io.curia.config.model.HttpConfig;
import io.curia.config.model.LimitsConfig;
import io.curia.config.model.LocalAgentConfig;
import io.curia.config.model.LoggingConfig;
import io.curia.config.model.NodeConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.model.TelemetryConfig;
import io.curia.config.model.TlsConfig;
import io.curia.config.model.UiConfig;
import java.util.Map;

/**
 * A whole, valid agent configuration, grouped by the room that uses it. Immutable. Times are in the unit their name
 * ends in.
 *
 * @param plugins each plug-in's own settings, by its name
 * @param settings all keys as merged, by the names that files use; for what no record holds
 */
public record AgentConfig(NodeConfig node, PortsConfig ports, AddressConfig addresses, HttpConfig http, UiConfig ui,
        DnsConfig dns, GossipConfig gossip, ConsensusConfig consensus, AclConfig acl, TlsConfig tls,
        TelemetryConfig telemetry, LimitsConfig limits, LocalAgentConfig agent, AutopilotConfig autopilot,
        LoggingConfig logging, Map<String, Map<String, Object>> plugins, Map<String, Object> settings) {

    /** Every runtime field by the name that agent/self shows, secrets hidden. */
    public Map<String, Object> toDebugMap() {
        return DebugMap.of(this);
    }

    /** The same configuration for the node with this id; see {@link NodeIdFile}. */
    public AgentConfig withNodeId(String id) {
        return with(node.withId(id), consensus);
    }

    /** The same configuration for an agent that stays who it is: name, id, datacenter, data dir, server mode and engine. */
    public AgentConfig withIdentityOf(AgentConfig other) {
        return with(node.withIdentityOf(other.node), consensus.withEngineOf(other.consensus));
    }

    private AgentConfig with(NodeConfig another, ConsensusConfig anotherConsensus) {
        return new AgentConfig(another, ports, addresses, http, ui, dns, gossip, anotherConsensus, acl,
                tls, telemetry, limits, agent, autopilot, logging, plugins, settings);
    }

    @Override
    public String toString() {
        // The generated text would show secrets.
        return "AgentConfig[" + node.name() + "]";
    }
}

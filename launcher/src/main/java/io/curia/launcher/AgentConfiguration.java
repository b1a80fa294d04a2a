package io.curia.launcher;

import io.curia.config.AgentConfig;
import io.curia.config.ConfigException;
import io.curia.config.ConfigLoader;
import io.curia.config.LoadRequest;
import io.curia.config.LoadResult;
import io.curia.config.model.LoggingConfig;
import io.curia.config.model.NodeConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.model.TlsConfig;
import io.curia.launcher.logging.LogSettings;
import io.curia.launcher.logging.RotatingFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the arguments of {@code agent} to the settings of the process: the one place that knows how configuration is read. */
final class AgentConfiguration {
    private static final String RELEASE = "1.10.11";

    private AgentConfiguration() {
    }

    /** Reads all sources; the agent's id is made here if neither they nor the data directory have one. */
    static AgentSettings load(String[] args) throws ConfigException, IOException {
        LoadRequest request = LoadRequest.ofProcess(List.of(args), hostName())
            .withPluginCheckKeys(PluginFields.ofProgram());
        LoadResult result = new ConfigLoader().load(request);
        AgentConfig config = identified(result.config());
        NodeConfig node = config.node();
        Map<Class<?>, Object> services = new LinkedHashMap<>();
        services.put(AgentConfig.class, config);
        services.put(LoadRequest.class, request);
        return new AgentSettings(node.devMode(), node.server(), config.consensus().engine(), node.dataDir().isEmpty() ? null : Path.of(node.dataDir()),
            log(config.logging()), node.pidFile().isEmpty() ? null : Path.of(node.pidFile()), node.leaveOnTerminate(),
            node.skipLeaveOnInterrupt(), facts(config), config.addresses().http(), services, result.warnings());
    }

    private static AgentConfig identified(AgentConfig config) throws IOException {
        NodeConfig n = config.node();
        if (!n.id().isEmpty()) {
            return config;
        }
        String id = NodeId.of(n.dataDir().isEmpty() ? null : Path.of(n.dataDir()));
        return new AgentConfig(n.withId(id), config.ports(), config.addresses(), config.http(), config.ui(), config.dns(),
            config.gossip(), config.consensus(), config.acl(), config.tls(), config.telemetry(), config.limits(),
            config.agent(), config.autopilot(), config.logging(), config.plugins(), config.settings());
    }

    private static LogSettings log(LoggingConfig log) {
        return new LogSettings(log.level(), log.json(), log.file().isEmpty() ? null : RotatingFile.path(log.file()),
            log.rotateBytes(), log.rotateDurationMs(), log.rotateMaxFiles());
    }

    private static AgentSettings.Facts facts(AgentConfig config) {
        NodeConfig node = config.node();
        PortsConfig ports = config.ports();
        TlsConfig.Listener rpc = config.tls().internalRpc();
        return new AgentSettings.Facts(RELEASE, node.id(), node.name(), node.datacenter(), node.bootstrap(),
            config.addresses().client(), ports.http(), ports.https(), ports.grpc(), ports.dns(),
            config.addresses().advertiseLan(), ports.serfLan(), ports.serfWan(), !config.gossip().encrypt().isEmpty(),
            rpc.verifyOutgoing(), rpc.verifyIncoming(), false);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ""; // a host without a name must be given one by node_name, and the loader says so
        }
    }
}

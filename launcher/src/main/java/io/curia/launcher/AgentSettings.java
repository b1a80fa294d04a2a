package io.curia.launcher;

import io.curia.launcher.logging.LogSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the process itself needs of the agent's configuration.
 *
 * @param engine of the consensus, by its name in the configuration
 * @param dataDir null when nothing is kept
 * @param pidFile null for none
 * @param http addresses of the HTTP interface, {@code ip:port} or {@code unix:///path}
 * @param services what is registered before the first bundle starts: object by the class it is registered as
 * @param warnings about the configuration, to be logged
 */
record AgentSettings(boolean dev, boolean server, String engine, Path dataDir, LogSettings log, Path pidFile, boolean leaveOnTerminate,
        boolean skipLeaveOnInterrupt, Facts facts, List<String> http, Map<Class<?>, Object> services,
        List<String> warnings) {

    /** What the banner shows; ports are -1 when off. */
    record Facts(String version, String nodeId, String nodeName, String datacenter, boolean bootstrap,
            List<String> clientAddresses, int http, int https, int grpc, int dns, String clusterAddress, int lan, int wan,
            boolean encrypted, boolean tlsOut, boolean tlsIn, boolean autoEncrypt) { }

    /** The name of the feature set for this kind of agent. An engine that is not chosen costs a start nothing. */
    String featureSet() {
        return dev ? "dev" : !server ? "client" : engine.equals("atomix") ? "server-atomix" : "server";
    }
}

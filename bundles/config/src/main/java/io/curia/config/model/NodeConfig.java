package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.Locale;
import java.util.Map;

/** Who the agent is. What of this changes needs a new agent: name, id, datacenter, data dir, server mode. */
public record NodeConfig(String name, String id, String datacenter, String primaryDatacenter, String dataDir,
        String domain, String altDomain, boolean devMode, boolean server, boolean bootstrap, int bootstrapExpect,
        boolean readReplica, Map<String, String> meta, boolean disableHostNodeId, boolean disableCoordinates, boolean translateWanAddrs,
        boolean leaveOnTerminate, boolean skipLeaveOnInterrupt, boolean enableDebug, String serverName, String pidFile,
        boolean disableUpdateCheck, int protocol) {

    public static NodeConfig read(Settings s, boolean devMode, String hostname) {
        boolean server = s.flag("server");
        String name = s.text("node_name");
        String datacenter = s.text("datacenter").toLowerCase(Locale.ROOT);
        String primary = s.text("primary_datacenter").toLowerCase(Locale.ROOT);
        int expect = s.integer("bootstrap_expect");
        return new NodeConfig((name.isEmpty() ? hostname : name).strip(), s.text("node_id"), datacenter,
                primary.isEmpty() ? datacenter : primary, devMode ? "" : s.text("data_dir"), s.text("domain"),
                s.text("alt_domain"), devMode, server, s.flag("bootstrap") || expect == 1, expect == 1 ? 0 : expect,
                server && s.flag("read_replica"), s.pairs("node_meta"), s.flag("disable_host_node_id"), s.flag("disable_coordinates"),
                s.flag("translate_wan_addrs"), s.flag("leave_on_terminate", !server),
                s.flag("skip_leave_on_interrupt", server), s.flag("enable_debug"), s.text("server_name"),
                s.text("pid_file"), s.flag("disable_update_check"), s.integer("protocol"));
    }

    /** The same, but with this id. */
    public NodeConfig withId(String newId) {
        return new NodeConfig(name, newId, datacenter, primaryDatacenter, dataDir, domain, altDomain, devMode, server,
                bootstrap, bootstrapExpect, readReplica, meta, disableHostNodeId, disableCoordinates, translateWanAddrs,
                leaveOnTerminate, skipLeaveOnInterrupt, enableDebug, serverName, pidFile, disableUpdateCheck, protocol);
    }

    /** The same, but with another's name, id, datacenter, data dir and server mode. */
    public NodeConfig withIdentityOf(NodeConfig other) {
        // Whether to leave depends on the mode unless it is set; the agent keeps its mode.
        boolean sameMode = server == other.server;
        String primary = primaryDatacenter.equals(datacenter) ? other.primaryDatacenter : primaryDatacenter;
        return new NodeConfig(other.name, other.id, other.datacenter, primary, other.dataDir, domain, altDomain,
                other.devMode, other.server, bootstrap, bootstrapExpect, readReplica, meta, disableHostNodeId,
                disableCoordinates, translateWanAddrs, sameMode ? leaveOnTerminate : other.leaveOnTerminate,
                sameMode ? skipLeaveOnInterrupt : other.skipLeaveOnInterrupt, enableDebug, serverName, pidFile,
                disableUpdateCheck, protocol);
    }
}

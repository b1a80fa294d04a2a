package io.curia.config;

import io.curia.config.model.AddressConfig;
import io.curia.config.model.DnsConfig;
import io.curia.config.model.GossipConfig;
import io.curia.config.model.HttpConfig;
import io.curia.config.model.LocalAgentConfig;
import io.curia.config.model.NodeConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.model.TlsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration as flat dictionaries, one for each bundle: the contract between this room and the others. Values are
 * String, Boolean, Integer, Long, Double or String[]; keys without a value are absent; times end in their unit.
 */
public final class Pids {

    public static final String NODE = "io.curia.node";
    public static final String AGENT = "io.curia.agent";
    public static final String HTTP = "io.curia.http";
    public static final String DNS = "io.curia.dns";
    public static final String CONSENSUS = "io.curia.consensus";
    public static final String GOSSIP = "io.curia.gossip";
    public static final String RPC = "io.curia.rpc";
    public static final String ACL = "io.curia.acl";
    public static final String TLS = "io.curia.tls";
    public static final String CONNECT = "io.curia.connect";
    public static final String TELEMETRY = "io.curia.telemetry";
    public static final String AUTOPILOT = "io.curia.autopilot";
    public static final String LOGGING = "io.curia.logging";
    public static final String PLUGIN_PREFIX = "io.curia.plugin.";

    private final AgentConfig config;

    private Pids(AgentConfig config) {
        this.config = config;
    }

    public static Map<String, Map<String, Object>> of(AgentConfig config) {
        Pids pids = new Pids(config);
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        all.put(NODE, pids.node());
        all.put(AGENT, pids.agent());
        all.put(HTTP, pids.http());
        all.put(DNS, pids.dns());
        all.put(CONSENSUS, pids.consensus());
        all.put(GOSSIP, pids.gossip());
        all.put(RPC, pids.rpc());
        all.put(ACL, pids.acl());
        all.put(TLS, pids.tls());
        all.put(CONNECT, pids.connect());
        all.put(TELEMETRY, pids.telemetry());
        all.put(AUTOPILOT, pids.autopilot());
        all.put(LOGGING, pids.logging());
        for (Map.Entry<String, Map<String, Object>> e : config.plugins().entrySet()) {
            all.put(PLUGIN_PREFIX + e.getKey(), new Dictionary().flat("", e.getValue()).values());
        }
        return all;
    }

    private Map<String, Object> node() {
        NodeConfig n = config.node();
        AddressConfig a = config.addresses();
        Dictionary d = new Dictionary()
                .put("node_name", n.name()).putText("node_id", n.id()).put("datacenter", n.datacenter())
                .put("primary_datacenter", n.primaryDatacenter()).put("data_dir", n.dataDir())
                .put("domain", n.domain()).put("alt_domain", n.altDomain()).put("dev_mode", n.devMode())
                .put("server", n.server()).put("bootstrap", n.bootstrap()).put("bootstrap_expect", n.bootstrapExpect())
                .put("read_replica", n.readReplica()).put("bind_addr", a.bind()).put("advertise_addr", a.advertiseLan())
                .put("advertise_addr_wan", a.advertiseWan()).put("client_addrs", a.client())
                .put("node_meta", n.meta()).put("tagged_addresses", a.tagged())
                .put("log_level", config.logging().level()).put("leave_on_terminate", n.leaveOnTerminate())
                .put("skip_leave_on_interrupt", n.skipLeaveOnInterrupt())
                .put("disable_coordinates", n.disableCoordinates()).put("disable_host_node_id", n.disableHostNodeId())
                .put("translate_wan_addrs", n.translateWanAddrs()).put("server_name", n.serverName())
                .put("protocol", n.protocol()).put("disable_update_check", n.disableUpdateCheck())
                .put("raft_multiplier", config.consensus().raftMultiplier())
                .put("leave_drain_time_ms", config.consensus().leaveDrainTimeMs())
                .put("rpc_hold_timeout_ms", config.consensus().rpcHoldTimeoutMs())
                .put("session_ttl_min_ms", config.limits().sessionTtlMinMs())
                .put("default_query_time_ms", config.limits().defaultQueryTimeMs())
                .put("max_query_time_ms", config.limits().maxQueryTimeMs()).put("enable_debug", n.enableDebug())
                .put("ui_enabled", config.ui().enabled()).putText("pid_file", n.pidFile())
                .put("acl_enabled", config.acl().enabled())
                .put("connect_enabled", config.settings().get("connect") instanceof Map<?, ?> connect
                        && Boolean.TRUE.equals(connect.get("enabled")));
        PortsConfig p = config.ports();
        return d.put("ports_dns", p.dns()).put("ports_http", p.http()).put("ports_https", p.https())
                .put("ports_grpc", p.grpc()).put("ports_grpc_tls", p.grpcTls()).put("ports_serf_lan", p.serfLan())
                .put("ports_serf_wan", p.serfWan()).put("ports_server", p.server()).values();
    }

    private Map<String, Object> agent() {
        LocalAgentConfig a = config.agent();
        PortsConfig p = config.ports();
        return new Dictionary().putJson("services", a.services()).putJson("checks", a.checks())
                .putJson("watches", a.watches()).putJson("config_entries_bootstrap", a.configEntriesBootstrap())
                .put("enable_script_checks", a.enableScriptChecks())
                .put("enable_local_script_checks", a.enableLocalScriptChecks())
                .put("check_update_interval_ms", a.checkUpdateIntervalMs())
                .put("check_output_max_size", a.checkOutputMaxSize())
                .put("discard_check_output", a.discardCheckOutput()).put("ae_interval_ms", a.aeIntervalMs())
                .put("check_reap_interval_ms", a.checkReapIntervalMs())
                .put("check_deregister_interval_min_ms", a.checkDeregisterIntervalMinMs())
                .put("disable_remote_exec", a.disableRemoteExec())
                .put("enable_agent_tls_for_checks", a.enableAgentTlsForChecks())
                .put("disable_anonymous_signature", a.disableAnonymousSignature())
                .put("sidecar_min_port", p.sidecarMin()).put("sidecar_max_port", p.sidecarMax())
                .put("expose_min_port", p.exposeMin()).put("expose_max_port", p.exposeMax())
                .put("cache_entry_fetch_rate", a.cacheEntryFetchRate())
                .put("cache_entry_fetch_max_burst", a.cacheEntryFetchMaxBurst())
                .put("auto_reload_config", a.autoReloadConfig()).tokens(config.acl().tokens())
                .put("enable_token_persistence", config.acl().enableTokenPersistence()).values();
    }

    private Map<String, Object> http() {
        HttpConfig h = config.http();
        Dictionary d = new Dictionary().put("addresses", config.addresses().http())
                .put("https_addresses", config.addresses().https()).put("response_headers", h.responseHeaders())
                .put("block_endpoints", h.blockEndpoints()).put("allow_write_http_from", h.allowWriteFrom())
                .put("max_header_bytes", h.maxHeaderBytes()).put("http_max_conns_per_client", h.maxConnsPerClient())
                .put("kv_max_value_size", h.kvMaxValueSize()).put("txn_max_req_len", h.txnMaxReqLen())
                .put("disable_unprintable_filter", h.disableUnprintableFilter())
                .put("discovery_max_stale_ms", h.discoveryMaxStaleMs()).put("use_cache", h.useCache())
                .put("pretty", config.node().devMode()).put("ui_enabled", config.ui().enabled())
                .put("ui_dir", config.ui().dir()).put("ui_content_path", config.ui().contentPath())
                .put("ui_metrics_provider", config.ui().metricsProvider())
                .put("ui_metrics_provider_files", config.ui().metricsProviderFiles())
                .put("ui_metrics_provider_options_json", config.ui().metricsProviderOptionsJson())
                .put("ui_metrics_proxy_base_url", config.ui().metricsProxyBaseUrl())
                .put("ui_metrics_proxy_path_allowlist", config.ui().metricsProxyPathAllowlist())
                .put("ui_dashboard_url_templates", config.ui().dashboardUrlTemplates())
                .put("enable_debug", config.node().enableDebug())
                .put("translate_wan_addrs", config.node().translateWanAddrs())
                .put("https_handshake_timeout_ms", h.handshakeTimeoutMs())
                .put("unix_socket_user", h.unixSocketUser()).put("unix_socket_group", h.unixSocketGroup())
                .put("unix_socket_mode", h.unixSocketMode())
                .put("prometheus_retention_ms", config.telemetry().prometheusRetentionMs());
        return d.listener("tls_", config.tls().https()).values();
    }

    private Map<String, Object> dns() {
        DnsConfig c = config.dns();
        return new Dictionary().put("addresses", config.addresses().dns()).put("domain", config.node().domain())
                .put("alt_domain", config.node().altDomain()).put("recursors", config.addresses().recursors())
                .put("recursor_timeout_ms", c.recursorTimeoutMs()).put("recursor_strategy", c.recursorStrategy())
                .put("node_ttl_s", c.nodeTtlS()).put("service_ttl", c.serviceTtlS()).put("allow_stale", c.allowStale())
                .put("max_stale_ms", c.maxStaleMs()).put("only_passing", c.onlyPassing())
                .put("enable_truncate", c.enableTruncate()).put("udp_answer_limit", c.udpAnswerLimit())
                .put("a_record_limit", c.aRecordLimit()).put("disable_compression", c.disableCompression())
                .put("enable_additional_node_meta_txt", c.enableAdditionalNodeMetaTxt())
                .put("soa_refresh", c.soaRefresh()).put("soa_retry", c.soaRetry()).put("soa_expire", c.soaExpire())
                .put("soa_min_ttl", c.soaMinTtl()).put("use_cache", c.useCache())
                .put("cache_max_age_ms", c.cacheMaxAgeMs())
                .put("translate_wan_addrs", config.node().translateWanAddrs()).values();
    }

    private Map<String, Object> consensus() {
        NodeConfig n = config.node();
        return new Dictionary().put("engine", config.consensus().engine()).putText("node_id", n.id())
                .put("datacenter", n.datacenter())
                .put("allow_unsafe", config.consensus().allowUnsafe()).put("data_dir", n.dataDir())
                .put("server_address", config.addresses().serverAdvertise())
                .put("bind_address", config.addresses().serverBind())
                .put("raft_multiplier", config.consensus().raftMultiplier()).put("bootstrap", n.bootstrap())
                .put("bootstrap_expect", n.bootstrapExpect())
                .put("snapshot_threshold", config.consensus().snapshotThreshold())
                .put("snapshot_interval_ms", config.consensus().snapshotIntervalMs())
                .put("trailing_logs", config.consensus().trailingLogs()).put("dev_mode", n.devMode())
                .putTime("election_timeout_ms", config.consensus().electionTimeoutMs())
                .putTime("heartbeat_timeout_ms", config.consensus().heartbeatTimeoutMs())
                .putTime("leader_lease_timeout_ms", config.consensus().leaderLeaseTimeoutMs()).values();
    }

    private Map<String, Object> gossip() {
        GossipConfig g = config.gossip();
        AddressConfig a = config.addresses();
        return new Dictionary().put("lan_bind_address", a.serfLanBind()).put("lan_advertise_address", a.serfLanAdvertise())
                .put("wan_bind_address", a.serfWanBind()).put("wan_advertise_address", a.serfWanAdvertise())
                .pool("lan_", g.lan()).pool("wan_", g.wan())
                .put("retry_join", g.lan().retryJoin()).put("retry_interval_ms", g.lan().retryIntervalMs())
                .put("retry_max", g.lan().retryMax()).put("start_join", g.lan().startJoin())
                .put("retry_join_wan", g.wan().retryJoin()).put("retry_interval_wan_ms", g.wan().retryIntervalMs())
                .put("retry_max_wan", g.wan().retryMax()).put("start_join_wan", g.wan().startJoin())
                .putText("node_id", config.node().id()).putText("encrypt", g.encrypt()).put("encrypt_verify_incoming", g.encryptVerifyIncoming())
                .put("encrypt_verify_outgoing", g.encryptVerifyOutgoing())
                .put("disable_keyring_file", g.disableKeyringFile()).put("data_dir", config.node().dataDir())
                .put("rejoin_after_leave", g.rejoinAfterLeave())
                .putTime("reconnect_timeout_tag_ms", g.reconnectTimeoutTagMs())
                .put("server_rejoin_age_max_ms", g.serverRejoinAgeMaxMs())
                .put("node_name", config.node().name()).put("dev_mode", config.node().devMode()).values();
    }

    private Map<String, Object> rpc() {
        return new Dictionary().put("bind_address", config.addresses().serverBind())
                .put("advertise_address", config.addresses().serverAdvertise()).put("rate", config.limits().rpcRate())
                .put("max_burst", config.limits().rpcMaxBurst())
                .put("max_conns_per_client", config.limits().rpcMaxConnsPerClient())
                .put("handshake_timeout_ms", config.limits().rpcHandshakeTimeoutMs())
                .put("client_timeout_ms", config.limits().rpcClientTimeoutMs())
                .put("hold_timeout_ms", config.consensus().rpcHoldTimeoutMs())
                .put("request_limits_mode", config.limits().requestMode())
                .put("request_limits_read_rate", config.limits().requestReadRate())
                .put("request_limits_write_rate", config.limits().requestWriteRate())
                .listener("tls_", config.tls().internalRpc()).values();
    }

    private Map<String, Object> acl() {
        return new Dictionary().put("enabled", config.acl().enabled()).put("default_policy", config.acl().defaultPolicy())
                .put("down_policy", config.acl().downPolicy()).put("token_ttl_ms", config.acl().tokenTtlMs())
                .put("policy_ttl_ms", config.acl().policyTtlMs()).put("role_ttl_ms", config.acl().roleTtlMs())
                .put("enable_key_list_policy", config.acl().enableKeyListPolicy())
                .put("enable_token_replication", config.acl().enableTokenReplication())
                .put("enable_token_persistence", config.acl().enableTokenPersistence())
                .tokens(config.acl().tokens()).put("primary_datacenter", config.node().primaryDatacenter())
                .put("datacenter", config.node().datacenter()).put("node_name", config.node().name())
                .put("data_dir", config.node().dataDir()).values();
    }

    private Map<String, Object> tls() {
        TlsConfig t = config.tls();
        return new Dictionary().listener("grpc_", t.grpc()).listener("https_", t.https())
                .listener("internal_rpc_", t.internalRpc()).put("server_name", config.node().serverName())
                .flat("auto_encrypt.", config.settings().get("auto_encrypt")).values();
    }

    private Map<String, Object> connect() {
        return new Dictionary().flat("", config.settings().get("connect"))
                .flat("peering.", config.settings().get("peering")).flat("xds.", config.settings().get("xds"))
                .put("grpc_addresses", config.addresses().grpc())
                .put("grpc_tls_addresses", config.addresses().grpcTls()).values();
    }

    private Map<String, Object> telemetry() {
        return new Dictionary().put("metrics_prefix", config.telemetry().metricsPrefix())
                .put("disable_hostname", config.telemetry().disableHostname())
                .put("filter_default", config.telemetry().filterDefault())
                .put("prefix_filter", config.telemetry().prefixFilter())
                .put("statsd_address", config.telemetry().statsdAddress())
                .put("statsite_address", config.telemetry().statsiteAddress())
                .put("dogstatsd_addr", config.telemetry().dogstatsdAddress())
                .put("dogstatsd_tags", config.telemetry().dogstatsdTags())
                .put("prometheus_retention_ms", config.telemetry().prometheusRetentionMs())
                .put("enable_host_metrics", config.telemetry().enableHostMetrics())
                .put("retry_failed_connection", config.telemetry().retryFailedConnection())
                .put("node_name", config.node().name()).values();
    }

    private Map<String, Object> autopilot() {
        return new Dictionary().put("cleanup_dead_servers", config.autopilot().cleanupDeadServers())
                .put("last_contact_threshold_ms", config.autopilot().lastContactThresholdMs())
                .put("max_trailing_logs", config.autopilot().maxTrailingLogs())
                .put("min_quorum", config.autopilot().minQuorum())
                .put("server_stabilization_time_ms", config.autopilot().serverStabilizationTimeMs())
                .put("server_health_interval_ms", config.autopilot().serverHealthIntervalMs()).values();
    }

    private Map<String, Object> logging() {
        return new Dictionary().put("level", config.logging().level()).put("json", config.logging().json())
                .put("file", config.logging().file()).put("rotate_duration_ms", config.logging().rotateDurationMs())
                .put("rotate_bytes", config.logging().rotateBytes())
                .put("rotate_max_files", config.logging().rotateMaxFiles()).put("syslog", config.logging().syslog())
                .put("syslog_facility", config.logging().syslogFacility()).values();
    }

    /** Whether two dictionaries hold the same values; arrays are compared by their elements. */
    static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet()) && one.keySet().stream().allMatch(k -> same(one.get(k), other.get(k)));
    }

    static boolean same(Object one, Object other) {
        return one instanceof String[] a && other instanceof String[] b ? List.of(a).equals(List.of(b))
                : Objects.equals(one, other);
    }
}

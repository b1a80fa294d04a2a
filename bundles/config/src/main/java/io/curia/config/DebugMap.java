package io.curia.config;

import io.curia.config.model.AclConfig;
import io.curia.config.model.AddressConfig;
import io.curia.config.model.TlsConfig;
import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.Trees;
import io.curia.api.model.GoDuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The runtime configuration as agent/self shows it: Consul's names of runtime fields, secrets as "hidden". */
final class DebugMap {

    private static final String HIDDEN = "hidden";

    private final AgentConfig config;
    private final Map<String, Object> out = new TreeMap<>();

    private DebugMap(AgentConfig config) {
        this.config = config;
    }

    static Map<String, Object> of(AgentConfig config) {
        DebugMap map = new DebugMap(config);
        for (Key key : new KeyTable().leaves()) {
            if (key.debugName() != null) {
                map.out.put(key.debugName(), map.shown(key));
            }
        }
        map.node();
        map.addresses();
        map.groups();
        map.security();
        map.definitions();
        return map.out;
    }

    private Object shown(Key key) {
        Object value = Trees.get(config.settings(), key.path());
        if (key.secret()) {
            return HIDDEN;
        }
        return switch (key.type()) {
            case DURATION -> duration(value);
            case STRING -> value == null ? "" : value;
            case BOOL -> value == null ? Boolean.FALSE : value;
            case INT, UINT -> value == null ? (Object) 0L : value;
            case FLOAT -> value == null ? (Object) 0.0 : value;
            case STRINGS, FREES, BLOCKS -> masked(value == null ? List.of() : value);
            default -> masked(value == null ? Map.of() : value);
        };
    }

    private static String duration(Object value) {
        // A loaded configuration holds valid durations only.
        return value == null ? "0s" : GoDuration.format(GoDuration.parse(value.toString()));
    }

    private static String millis(long ms) {
        return GoDuration.format(ms * 1_000_000L);
    }

    private void node() {
        out.put("Datacenter", config.node().datacenter());
        out.put("PrimaryDatacenter", config.node().primaryDatacenter());
        out.put("NodeName", config.node().name());
        out.put("NodeID", config.node().id());
        out.put("NodeMeta", config.node().meta());
        out.put("DevMode", config.node().devMode());
        out.put("DataDir", config.node().dataDir());
        out.put("Bootstrap", config.node().bootstrap());
        out.put("BootstrapExpect", config.node().bootstrapExpect());
        out.put("LeaveOnTerm", config.node().leaveOnTerminate());
        out.put("SkipLeaveOnInt", config.node().skipLeaveOnInterrupt());
        for (String port : List.of("DNS", "HTTP", "HTTPS", "GRPC")) {
            Object number = out.get(port + "Port");
            out.put(port + "Port", Math.max(-1, ((Number) number).longValue()));
        }
    }

    private void addresses() {
        AddressConfig a = config.addresses();
        out.put("BindAddr", a.bind());
        out.put("AdvertiseAddrLAN", a.advertiseLan());
        out.put("AdvertiseAddrWAN", a.advertiseWan());
        out.put("ClientAddrs", a.client());
        out.put("TaggedAddresses", a.tagged());
        List<String> dns = new ArrayList<>();
        for (String address : a.dns()) {
            dns.add("tcp://" + address);
            dns.add("udp://" + address);
        }
        out.put("DNSAddrs", dns);
        out.put("DNSRecursors", a.recursors());
        out.put("HTTPAddrs", tcp(a.http()));
        out.put("HTTPSAddrs", tcp(a.https()));
        out.put("GRPCAddrs", tcp(a.grpc()));
        out.put("RPCBindAddr", "tcp://" + a.serverBind());
        out.put("RPCAdvertiseAddr", "tcp://" + a.serverAdvertise());
        out.put("SerfBindAddrLAN", "tcp://" + a.serfLanBind());
        out.put("SerfAdvertiseAddrLAN", "tcp://" + a.serfLanAdvertise());
        out.put("SerfBindAddrWAN", a.serfWanBind().isEmpty() ? "" : "tcp://" + a.serfWanBind());
        out.put("SerfAdvertiseAddrWAN", a.serfWanAdvertise().isEmpty() ? "" : "tcp://" + a.serfWanAdvertise());
    }

    private static List<String> tcp(List<String> listeners) {
        List<String> shown = new ArrayList<>(listeners.size());
        for (String listener : listeners) {
            shown.add(listener.startsWith("unix://") ? listener : "tcp://" + listener);
        }
        return shown;
    }

    private void groups() {
        out.put("DNSSOA", ordered("Expire", config.dns().soaExpire(), "Minttl", config.dns().soaMinTtl(),
                "Refresh", config.dns().soaRefresh(), "Retry", config.dns().soaRetry()));
        Map<String, Object> ttl = new LinkedHashMap<>();
        config.dns().serviceTtlS().forEach((name, seconds) -> ttl.put(name, millis(seconds * 1000)));
        out.put("DNSServiceTTL", ttl);
        out.put("Cache", ordered("EntryFetchMaxBurst", config.agent().cacheEntryFetchMaxBurst(),
                "EntryFetchRate", config.agent().cacheEntryFetchRate()));
        out.put("Logging", ordered("EnableSyslog", config.logging().syslog(), "LogFilePath", config.logging().file(),
                "LogJSON", config.logging().json(), "LogLevel", config.logging().level(),
                "LogRotateBytes", config.logging().rotateBytes(),
                "LogRotateDuration", millis(config.logging().rotateDurationMs()),
                "LogRotateMaxFiles", config.logging().rotateMaxFiles(), "Name", "",
                "SyslogFacility", config.logging().syslogFacility()));
        out.put("Telemetry", ordered("MetricsPrefix", config.telemetry().metricsPrefix(),
                "DisableHostname", config.telemetry().disableHostname(),
                "FilterDefault", config.telemetry().filterDefault(),
                "AllowedPrefixes", prefixes('+'), "BlockedPrefixes", prefixes('-'),
                "DogstatsdAddr", config.telemetry().dogstatsdAddress(),
                "DogstatsdTags", config.telemetry().dogstatsdTags(),
                "PrometheusOpts", ordered("Expiration", millis(config.telemetry().prometheusRetentionMs())),
                "StatsdAddr", config.telemetry().statsdAddress(),
                "StatsiteAddr", config.telemetry().statsiteAddress()));
        out.put("UIConfig", ordered("Enabled", config.ui().enabled(), "Dir", config.ui().dir(),
                "ContentPath", config.ui().contentPath(),
                "DashboardURLTemplates", config.ui().dashboardUrlTemplates(),
                "MetricsProvider", config.ui().metricsProvider(),
                "MetricsProviderFiles", config.ui().metricsProviderFiles(),
                "MetricsProviderOptionsJSON", config.ui().metricsProviderOptionsJson(),
                "MetricsProxy", ordered("AddHeaders", masked(headers()), "BaseURL", config.ui().metricsProxyBaseUrl(),
                        "PathAllowlist", config.ui().metricsProxyPathAllowlist())));
        out.put("RPCConfig", ordered("EnableStreaming", Trees.get(config.settings(), "rpc.enable_streaming")));
        out.put("ConsensusEngine", config.consensus().engine());
        out.put("Plugins", masked(config.plugins()));
        out.put("AutoConfig", masked(config.settings().getOrDefault("auto_config", Map.of())));
    }

    private Object headers() {
        Object headers = Trees.get(config.settings(), "ui_config.metrics_proxy.add_headers");
        return headers == null ? List.of() : headers;
    }

    private List<String> prefixes(char sign) {
        List<String> found = new ArrayList<>();
        for (String rule : config.telemetry().prefixFilter()) {
            if (rule.length() > 1 && rule.charAt(0) == sign) {
                found.add(rule.substring(1));
            }
        }
        return found;
    }

    private void security() {
        AclConfig acl = config.acl();
        out.put("ACLsEnabled", acl.enabled());
        out.put("ACLMasterToken", HIDDEN);
        out.put("ACLResolverSettings", ordered("ACLDefaultPolicy", acl.defaultPolicy(),
                "ACLDownPolicy", acl.downPolicy(), "ACLPolicyTTL", millis(acl.policyTtlMs()),
                "ACLRoleTTL", millis(acl.roleTtlMs()), "ACLTokenTTL", millis(acl.tokenTtlMs()),
                "ACLsEnabled", acl.enabled(), "Datacenter", config.node().datacenter(),
                "NodeName", config.node().name()));
        out.put("ACLTokens", ordered("ACLAgentMasterToken", HIDDEN, "ACLAgentRecoveryToken", HIDDEN,
                "ACLAgentToken", HIDDEN, "ACLDefaultToken", HIDDEN, "ACLReplicationToken", HIDDEN,
                "DataDir", config.node().dataDir(), "EnablePersistence", acl.enableTokenPersistence()));
        TlsConfig.Listener rpc = config.tls().internalRpc();
        out.put("CAFile", rpc.caFile());
        out.put("CAPath", rpc.caPath());
        out.put("CertFile", rpc.certFile());
        out.put("KeyFile", HIDDEN);
        out.put("TLSMinVersion", rpc.minVersion());
        out.put("TLSCipherSuites", rpc.cipherSuites());
        out.put("VerifyIncoming", rpc.verifyIncoming() && config.tls().https().verifyIncoming());
        out.put("VerifyIncomingHTTPS", config.tls().https().verifyIncoming());
        out.put("VerifyIncomingRPC", rpc.verifyIncoming());
        out.put("VerifyOutgoing", rpc.verifyOutgoing());
        out.put("VerifyServerHostname", rpc.verifyServerHostname());
    }

    private void definitions() {
        out.put("Services", masked(config.agent().services()));
        out.put("Checks", masked(config.agent().checks()));
        out.put("Watches", masked(config.agent().watches()));
    }

    /** The same value, with everything hidden that is called a token, a secret, a key or a password. */
    private static Object masked(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> {
                boolean secret = v instanceof String && isSecret(String.valueOf(k));
                copy.put(String.valueOf(k), secret ? HIDDEN : masked(v));
            });
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(masked(element));
            }
            return copy;
        }
        return value;
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("token") || lower.contains("secret") || lower.contains("password")
                || lower.endsWith("key") && lower.length() > 3;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}

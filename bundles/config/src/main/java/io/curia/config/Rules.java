package io.curia.config;

import io.curia.config.address.Cidr;
import io.curia.config.address.Ip;
import io.curia.config.model.AddressConfig;
import io.curia.config.model.ConsensusConfig;
import io.curia.config.model.GossipConfig;
import io.curia.config.model.NodeConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.source.Settings;
import io.curia.config.syntax.GoText;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a configuration must fulfil as a whole. The first breach is the error; what is only unwise is a warning. */
final class Rules {

    private static final String QUORUM_TABLE =
            "See https://www.consul.io/docs/internals/consensus.html#deployment-table";

    private final AgentConfig config;
    private final Settings settings;
    private final List<String> warnings;

    Rules(AgentConfig config, Settings settings, List<String> warnings) {
        this.config = config;
        this.settings = settings;
        this.warnings = warnings;
    }

    void check(Path root) throws ConfigException {
        identity(root);
        userInterface();
        bootstrap();
        numbers();
        ports();
        addresses();
        accessControl();
        metadata();
        gossip();
        domains();
        engine();
        scripts();
    }

    private void identity(Path root) throws ConfigException {
        NodeConfig node = config.node();
        if (node.datacenter().isEmpty()) {
            throw new ConfigException("datacenter cannot be empty");
        }
        if (!consistsOf(node.datacenter(), "_-", false)) {
            throw new ConfigException("datacenter cannot be " + GoText.quote(node.datacenter())
                    + ". Please use only [a-z0-9-_]");
        }
        if (node.dataDir().isEmpty() && !node.devMode()) {
            throw new ConfigException("data_dir cannot be empty");
        }
        if (!node.devMode()) {
            dataDir(root, node.dataDir());
        }
        if (node.name().isEmpty()) {
            throw new ConfigException("node_name cannot be empty");
        }
        String undiscoverable = "Node name " + GoText.quote(node.name()) + " will not be discoverable via DNS due to ";
        if (!consistsOf(node.name(), "-", true)) {
            warnings.add(undiscoverable
                    + "invalid characters. Valid characters include all alpha-numerics and dashes.");
        } else if (node.name().length() > 63) {
            warnings.add(undiscoverable + "it being too long. Valid lengths are between 1 and 63 bytes.");
        }
        if (!settings.text("segment").isEmpty() || !settings.maps("segments").isEmpty()) {
            throw new ConfigException("Network segments are not supported in this version of Consul");
        }
    }

    private static void dataDir(Path root, String dataDir) throws ConfigException {
        try {
            Path path = root.resolve(dataDir);
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new ConfigException("data_dir " + GoText.quote(dataDir) + " is not a directory");
            }
        } catch (InvalidPathException e) {
            throw new ConfigException("Error getting info on data_dir: " + e.getReason());
        }
    }

    private void userInterface() throws ConfigException {
        if (config.ui().enabled() && !config.ui().dir().isEmpty()) {
            throw new ConfigException("Both the ui_config.enabled and ui_config.dir (or -ui and -ui-dir) were specified, "
                    + "please provide only one.\nIf trying to use your own web UI resources, use the ui_config.dir "
                    + "setting.\nThe web UI is included in the binary so use ui_config.enabled to enable it");
        }
        String path = config.ui().contentPath();
        if (!consistsOf(path, "/_-", true)) {
            throw new ConfigException("ui-content-path can only contain alphanumeric, -, _, or backslashes. received: "
                    + GoText.quote(path));
        }
        for (int v = path.indexOf("/v"); v >= 0; v = path.indexOf("/v", v + 1)) {
            if (v + 2 < path.length() && Character.isDigit(path.charAt(v + 2))) {
                throw new ConfigException("ui-content-path cannot have 'v[0-9]'. received: " + GoText.quote(path));
            }
        }
    }

    private void bootstrap() throws ConfigException {
        NodeConfig node = config.node();
        boolean bootstrap = settings.flag("bootstrap");
        long expect = settings.number("bootstrap_expect");
        if (expect < 0) {
            throw new ConfigException("bootstrap_expect cannot be " + expect
                    + ". Must be greater than or equal to zero");
        }
        if (bootstrap && !node.server()) {
            throw new ConfigException("'bootstrap = true' requires 'server = true'");
        }
        if (expect > 0 && !node.server()) {
            throw new ConfigException("'bootstrap_expect > 0' requires 'server = true'");
        }
        if (expect > 0 && node.devMode()) {
            throw new ConfigException("'bootstrap_expect > 0' not allowed in dev mode");
        }
        if (expect > 0 && bootstrap) {
            throw new ConfigException("'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive");
        }
        if (node.readReplica() && node.bootstrap()) {
            throw new ConfigException("'read_replica = true' and 'bootstrap = true' are mutually exclusive");
        }
        if (expect == 1) {
            warnings.add("BootstrapExpect is set to 1; this is the same as Bootstrap mode.");
        } else if (expect == 2) {
            warnings.add("bootstrap_expect = 2: A cluster with 2 servers will provide no failure tolerance. "
                    + QUORUM_TABLE);
        } else if (expect > 0 && expect % 2 == 0) {
            warnings.add("bootstrap_expect is even number: A cluster with an even number of servers does not achieve "
                    + "optimum fault tolerance. " + QUORUM_TABLE);
        }
        if (node.bootstrap()) {
            warnings.add("bootstrap = true: do not enable unless necessary");
        }
        if (expect > 1) {
            warnings.add("bootstrap_expect > 0: expecting " + expect + " servers");
        }
    }

    private void numbers() throws ConfigException {
        int multiplier = config.consensus().raftMultiplier();
        if (multiplier < 1 || multiplier > 10) {
            throw new ConfigException("performance.raft_multiplier cannot be " + multiplier
                    + ". Must be between 1 and 10");
        }
        if (config.consensus().protocol() != 3) {
            throw new ConfigException("raft_protocol version " + config.consensus().protocol()
                    + " is not supported by this version of Consul");
        }
        notNegative("autopilot.max_trailing_logs");
        notNegative("dns_config.udp_answer_limit");
        notNegative("dns_config.a_record_limit");
        if (config.agent().checkOutputMaxSize() < 1) {
            throw new ConfigException("check_output_max_size must be positive, to discard check output use the "
                    + "discard_check_output flag");
        }
        String strategy = config.dns().recursorStrategy();
        if (!strategy.equals("sequential") && !strategy.equals("random")) {
            throw new ConfigException("dns_config.recursor_strategy: invalid strategy: " + GoText.quote(strategy));
        }
    }

    private void notNegative(String path) throws ConfigException {
        long value = settings.number(path);
        if (value < 0) {
            throw new ConfigException(path + " cannot be " + value + ". Must be greater than or equal to zero");
        }
    }

    private void ports() throws ConfigException {
        PortsConfig ports = config.ports();
        range("proxy", ports.proxyMin(), ports.proxyMax());
        range("sidecar", ports.sidecarMin(), ports.sidecarMax());
        range("expose", ports.exposeMin(), ports.exposeMax());
        if (ports.serfLan() <= 0) {
            throw new ConfigException("ports.serf_lan must be a valid port from 1 to 65535");
        }
        if (ports.server() <= 0) {
            throw new ConfigException("ports.server must be a valid port from 1 to 65535");
        }
    }

    private static void range(String name, int min, int max) throws ConfigException {
        if (max < min) {
            throw new ConfigException(name + "_min_port must be less than " + name
                    + "_max_port. To disable, set both to zero.");
        }
    }

    private void addresses() throws ConfigException {
        AddressConfig addresses = config.addresses();
        if (Ip.parse(addresses.advertiseLan()).isAny()) {
            throw new ConfigException("Advertise address cannot be 0.0.0.0, :: or [::]");
        }
        if (Ip.parse(addresses.advertiseWan()).isAny()) {
            throw new ConfigException("Advertise WAN address cannot be 0.0.0.0, :: or [::]");
        }
        Map<String, String> used = new HashMap<>();
        for (String dns : addresses.dns()) {
            if (dns.startsWith("unix://")) {
                throw new ConfigException("DNS address cannot be a unix socket");
            }
            unique(used, "DNS", dns);
        }
        for (String http : addresses.http()) {
            unique(used, "HTTP", http);
        }
        for (String https : addresses.https()) {
            unique(used, "HTTPS", https);
        }
        unique(used, "RPC Advertise", addresses.serverAdvertise());
        unique(used, "Serf Advertise LAN", addresses.serfLanAdvertise());
        if (!addresses.serfWanAdvertise().isEmpty()) {
            unique(used, "Serf Advertise WAN", addresses.serfWanAdvertise());
        }
    }

    private static void unique(Map<String, String> used, String name, String address) throws ConfigException {
        String other = used.putIfAbsent(address, name);
        if (other != null && !other.equals(name)) {
            throw new ConfigException(name + " address " + address + " already configured for " + other);
        }
    }

    private void accessControl() throws ConfigException {
        String dflt = config.acl().defaultPolicy();
        if (!dflt.equals("allow") && !dflt.equals("deny")) {
            throw new ConfigException("Unsupported default ACL policy: " + dflt);
        }
        switch (config.acl().downPolicy()) {
            case "allow", "deny", "extend-cache", "async-cache" -> { }
            default -> throw new ConfigException("Unsupported down ACL policy: " + config.acl().downPolicy());
        }
        cidrs("allow_write_http_from", config.http().allowWriteFrom());
        cidrs("serf_lan_allowed_cidrs", config.gossip().lan().allowedCidrs());
        cidrs("serf_wan_allowed_cidrs", config.gossip().wan().allowedCidrs());
    }

    private static void cidrs(String key, List<String> blocks) throws ConfigException {
        for (String block : blocks) {
            if (Cidr.parse(block) == null) {
                throw new ConfigException(key + ": invalid CIDR address: " + block);
            }
        }
    }

    private void metadata() throws ConfigException {
        Metadata.check("node_meta", config.node().meta());
        for (Map<String, Object> service : config.agent().services()) {
            if (service.get("Meta") instanceof Map<?, ?> meta) {
                Metadata.check("invalid meta for service " + service.getOrDefault("Name", ""), meta);
            }
            Metadata.checkWeights(service);
        }
    }

    private void gossip() throws ConfigException {
        GossipConfig gossip = config.gossip();
        if (gossip.encrypt().isEmpty()) {
            return;
        }
        try {
            int size = Base64.getDecoder().decode(gossip.encrypt()).length;
            if (gossip.encrypt().length() % 4 != 0) { // the decoder makes up for padding that is missing
                throw new ConfigException("encrypt has invalid key: illegal base64 data at input byte "
                        + gossip.encrypt().length() / 4 * 4);
            }
            if (size != 16 && size != 24 && size != 32) {
                throw new ConfigException("encrypt has invalid key: key size must be 16, 24 or 32 bytes");
            }
        } catch (IllegalArgumentException notBase64) {
            throw new ConfigException("encrypt has invalid key: illegal base64 data at input byte "
                    + firstNotBase64(gossip.encrypt()));
        }
    }

    private static int firstNotBase64(String text) {
        int at = 0;
        while (at < text.length() && (letterOrDigit(text.charAt(at), true) || "+/".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        // A good alphabet but a cut end: Go points at the start of the last, incomplete group.
        return at == text.length() ? at / 4 * 4 : at;
    }

    private void domains() throws ConfigException {
        String alternative = config.node().altDomain();
        int dot = alternative.indexOf('.');
        String first = dot < 0 ? alternative : alternative.substring(0, dot);
        switch (first) {
            case "service", "connect", "node", "query", "addr" -> throw reserved();
            default -> {
                if (!first.isEmpty() && first.equals(config.node().datacenter())) {
                    throw reserved();
                }
            }
        }
    }

    private ConfigException reserved() {
        return new ConfigException("alt_domain cannot start with {service,connect,node,query,addr,"
                + config.node().datacenter() + "}");
    }

    private void engine() throws ConfigException {
        if (!ConsensusConfig.ENGINES.contains(config.consensus().engine())) {
            throw new ConfigException("consensus.engine \"" + config.consensus().engine() + "\" is not known. Known engines are: "
                    + ConsensusConfig.ENGINES);
        }
        boolean memory = config.consensus().engine().equals("memory");
        if (config.node().devMode() && !memory) {
            throw new ConfigException("consensus.engine \"" + config.consensus().engine()
                    + "\" needs a data_dir: it cannot be used with -dev");
        }
        if (memory && !config.node().devMode() && !config.consensus().allowUnsafe()) {
            throw new ConfigException("consensus.engine \"memory\" keeps nothing on disk: "
                    + "set consensus.allow_unsafe to use it outside of dev mode");
        }
    }

    private void scripts() {
        if (config.agent().enableScriptChecks() && !config.acl().enabled() && config.http().allowWriteFrom().isEmpty()) {
            warnings.add("using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS, "
                    + "use enable-local-script-checks instead, see https://www.hashicorp.com/blog/"
                    + "protecting-consul-from-rce-risk-in-specific-configurations/");
        }
    }

    /** Letters and digits, lower case ones unless said otherwise, and the extra characters; not empty. */
    private static boolean consistsOf(String text, String extra, boolean upper) {
        for (int i = 0; i < text.length(); i++) {
            if (!letterOrDigit(text.charAt(i), upper) && extra.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean letterOrDigit(char c, boolean upper) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || upper && c >= 'A' && c <= 'Z';
    }
}

package io.curia.gossip;

import io.curia.gossip.swim.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the configuration says of each pool. Reads the keyring, so it may block. */
final class Settings {
    private static final long MILLIS = 1_000_000;

    private Settings() { }

    static PoolSettings lan(NodeConfig node, GossipConfig config, Map<String, String> tags) throws IOException {
        return new PoolSettings("lan", node.node__name(), address(config.lan__bind__address()),
                address(config.lan__advertise__address()), lanTiming(config), tags,
                new LanPolicy(node.node__name(), node.node__id(), node.datacenter(), ""),
                new Cidrs(config.lan__allowed__cidrs()), keys(config, keyring(config, "local")),
                config.encrypt__verify__incoming(), config.encrypt__verify__outgoing(), keyring(config, "local"),
                snapshot(config, "local"), config.rejoin__after__leave(), config.lan__reconnect__timeout__ms() * MILLIS,
                !config.disable__coordinates());
    }

    static PoolSettings wan(NodeConfig node, GossipConfig config, Map<String, String> tags) throws IOException {
        return new PoolSettings("wan", node.node__name() + "." + node.datacenter(), address(config.wan__bind__address()),
                address(config.wan__advertise__address()), wanTiming(config), tags, new WanPolicy(),
                new Cidrs(config.wan__allowed__cidrs()), keys(config, keyring(config, "remote")),
                config.encrypt__verify__incoming(), config.encrypt__verify__outgoing(), keyring(config, "remote"),
                snapshot(config, "remote"), config.rejoin__after__leave(), config.wan__reconnect__timeout__ms() * MILLIS,
                !config.disable__coordinates());
    }

    static Timing lanTiming(GossipConfig c) {
        return Timing.LAN.with(c.lan__probe__interval__ms(), c.lan__probe__timeout__ms(), c.lan__gossip__interval__ms(),
                c.lan__gossip__nodes(), c.lan__suspicion__mult(), c.lan__retransmit__mult());
    }

    static Timing wanTiming(GossipConfig c) {
        return Timing.WAN.with(c.wan__probe__interval__ms(), c.wan__probe__timeout__ms(), c.wan__gossip__interval__ms(),
                c.wan__gossip__nodes(), c.wan__suspicion__mult(), c.wan__retransmit__mult());
    }

    private static InetSocketAddress address(String text) throws IOException {
        HostPort parsed = HostPort.parse(text, 0);
        return new InetSocketAddress(InetAddress.getByName(parsed.host()), parsed.port());
    }

    private static Path keyring(GossipConfig config, String name) {
        return config.data__dir().isEmpty() || config.disable__keyring__file() ? null
                : Path.of(config.data__dir(), "serf", name + ".keyring");
    }

    private static Path snapshot(GossipConfig config, String name) {
        return config.data__dir().isEmpty() ? null : Path.of(config.data__dir(), "serf", name + ".snapshot");
    }

    /** Those of the file, if there is one; the configured key is for an agent that has none yet. */
    private static List<byte[]> keys(GossipConfig config, Path keyring) throws IOException {
        KeyringFile file = keyring == null ? null : new KeyringFile(keyring);
        if (file != null && file.exists()) {
            return file.read();
        }
        if (config.encrypt().isEmpty()) {
            return List.of();
        }
        if (file != null) {
            file.write(List.of(config.encrypt()));
        }
        return List.of(Base64.getDecoder().decode(config.encrypt()));
    }
}

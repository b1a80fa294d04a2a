package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.List;

/** Membership: the pools' timing, encryption, and whom to join. */
public record GossipConfig(Pool lan, Pool wan, String encrypt, boolean encryptVerifyIncoming,
        boolean encryptVerifyOutgoing, boolean disableKeyringFile, boolean rejoinAfterLeave, long reconnectTimeoutTagMs,
        long serverRejoinAgeMaxMs) {

    /** One pool; {@code retryMax} 0 tries for ever. */
    public record Pool(int gossipNodes, long gossipIntervalMs, long probeIntervalMs, long probeTimeoutMs,
            int suspicionMult, int retransmitMult, List<String> startJoin, List<String> retryJoin, long retryIntervalMs,
            int retryMax, long reconnectTimeoutMs, List<String> allowedCidrs) {

        static Pool read(Settings s, String pool, String suffix) {
            return new Pool(s.integer(pool + ".gossip_nodes"), s.millis(pool + ".gossip_interval"),
                    s.millis(pool + ".probe_interval"), s.millis(pool + ".probe_timeout"),
                    s.integer(pool + ".suspicion_mult"), s.integer(pool + ".retransmit_mult"),
                    s.texts("start_join" + suffix), s.texts("retry_join" + suffix), s.millis("retry_interval" + suffix),
                    s.integer("retry_max" + suffix), s.millis("reconnect_timeout" + suffix),
                    s.texts(pool.replace("gossip", "serf") + "_allowed_cidrs"));
        }
    }

    @Override
    public String toString() {
        // The generated text would show the key.
        return "GossipConfig[" + lan + ", " + wan + "]";
    }

    public static GossipConfig read(Settings s) {
        return new GossipConfig(Pool.read(s, "gossip_lan", ""), Pool.read(s, "gossip_wan", "_wan"), s.text("encrypt"),
                s.flag("encrypt_verify_incoming"), s.flag("encrypt_verify_outgoing"), s.flag("disable_keyring_file"),
                s.flag("rejoin_after_leave"), s.millis("advertise_reconnect_timeout"),
                s.millis("server_rejoin_age_max"));
    }
}

package io.curia.config;

import io.curia.config.model.AclConfig;
import io.curia.config.model.GossipConfig;
import io.curia.config.model.TlsConfig;
import io.curia.config.syntax.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds one flat dictionary; maps become "key=value" texts. */
final class Dictionary {

    private final Map<String, Object> values = new LinkedHashMap<>();

    Map<String, Object> values() {
        return values;
    }

    Dictionary put(String key, String value) {
        values.put(key, value);
        return this;
    }

    Dictionary put(String key, boolean value) {
        values.put(key, value);
        return this;
    }

    Dictionary put(String key, int value) {
        values.put(key, value);
        return this;
    }

    Dictionary put(String key, long value) {
        values.put(key, value);
        return this;
    }

    Dictionary put(String key, double value) {
        values.put(key, value);
        return this;
    }

    Dictionary put(String key, List<String> value) {
        values.put(key, value.toArray(new String[0]));
        return this;
    }

    Dictionary put(String key, Map<String, ?> value) {
        String[] pairs = new String[value.size()];
        int i = 0;
        for (Map.Entry<String, ?> e : value.entrySet()) {
            pairs[i++] = e.getKey() + "=" + e.getValue();
        }
        values.put(key, pairs);
        return this;
    }

    /** Left out when empty. */
    Dictionary putText(String key, String value) {
        return value.isEmpty() ? this : put(key, value);
    }

    /** Left out when zero, which means not set. */
    Dictionary putTime(String key, long value) {
        return value == 0 ? this : put(key, value);
    }

    Dictionary putJson(String key, List<Map<String, Object>> list) {
        String[] texts = new String[list.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = JsonWriter.write(list.get(i));
        }
        values.put(key, texts);
        return this;
    }

    Dictionary tokens(AclConfig.Tokens tokens) {
        return putText("tokens_default", tokens.dflt()).putText("tokens_agent", tokens.agent())
                .putText("tokens_agent_recovery", tokens.agentRecovery())
                // The same token under the name it had before.
                .putText("tokens_agent_master", tokens.agentRecovery())
                .putText("tokens_replication", tokens.replication())
                .putText("tokens_initial_management", tokens.initialManagement())
                .putText("tokens_config_file_service_registration", tokens.configFileServiceRegistration())
                .putText("tokens_dns", tokens.dns());
    }

    Dictionary pool(String prefix, GossipConfig.Pool pool) {
        return put(prefix + "gossip_nodes", pool.gossipNodes()).put(prefix + "gossip_interval_ms", pool.gossipIntervalMs())
                .put(prefix + "probe_interval_ms", pool.probeIntervalMs())
                .put(prefix + "probe_timeout_ms", pool.probeTimeoutMs())
                .put(prefix + "suspicion_mult", pool.suspicionMult())
                .put(prefix + "retransmit_mult", pool.retransmitMult())
                .put(prefix + "reconnect_timeout_ms", pool.reconnectTimeoutMs())
                .put(prefix + "allowed_cidrs", pool.allowedCidrs());
    }

    Dictionary listener(String prefix, TlsConfig.Listener tls) {
        return put(prefix + "ca_file", tls.caFile()).put(prefix + "ca_path", tls.caPath())
                .put(prefix + "cert_file", tls.certFile()).put(prefix + "key_file", tls.keyFile())
                .put(prefix + "cipher_suites", tls.cipherSuites()).put(prefix + "min_version", tls.minVersion())
                .put(prefix + "verify_incoming", tls.verifyIncoming())
                .put(prefix + "verify_outgoing", tls.verifyOutgoing())
                .put(prefix + "verify_server_hostname", tls.verifyServerHostname());
    }

    /** Nested values under dotted keys; lists of texts as arrays, other lists as JSON texts. */
    Dictionary flat(String prefix, Object settings) {
        if (!(settings instanceof Map<?, ?> map)) {
            return this;
        }
        for (Map.Entry<?, ?> e : map.entrySet()) {
            String key = prefix + e.getKey();
            Object value = e.getValue();
            if (value instanceof Map) {
                flat(key + ".", value);
            } else if (value instanceof List<?> list) {
                List<String> texts = new ArrayList<>(list.size());
                for (Object element : list) {
                    texts.add(element instanceof String text ? text : JsonWriter.write(element));
                }
                put(key, texts);
            } else if (value != null) {
                values.put(key, value);
            }
        }
        return this;
    }
}

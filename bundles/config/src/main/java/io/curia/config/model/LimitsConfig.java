package io.curia.config.model;

import io.curia.config.source.Settings;

/** Bounds on requests; a rate of -1 is none. */
public record LimitsConfig(double rpcRate, int rpcMaxBurst, int rpcMaxConnsPerClient, long rpcHandshakeTimeoutMs,
        long rpcClientTimeoutMs, String requestMode, double requestReadRate, double requestWriteRate,
        long defaultQueryTimeMs, long maxQueryTimeMs, long sessionTtlMinMs) {

    public static LimitsConfig read(Settings s) {
        return new LimitsConfig(s.real("limits.rpc_rate"), s.integer("limits.rpc_max_burst"),
                s.integer("limits.rpc_max_conns_per_client"), s.millis("limits.rpc_handshake_timeout"),
                s.millis("limits.rpc_client_timeout"), s.text("limits.request_limits.mode"),
                s.real("limits.request_limits.read_rate"), s.real("limits.request_limits.write_rate"),
                s.millis("default_query_time"), s.millis("max_query_time"), s.millis("session_ttl_min"));
    }
}

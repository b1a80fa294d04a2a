package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.List;
import java.util.Map;

/** The HTTP API. */
public record HttpConfig(List<String> blockEndpoints, List<String> allowWriteFrom, Map<String, String> responseHeaders,
        boolean useCache, int maxHeaderBytes, int maxConnsPerClient, long kvMaxValueSize, long txnMaxReqLen,
        boolean disableUnprintableFilter, long discoveryMaxStaleMs, long handshakeTimeoutMs, String unixSocketUser,
        String unixSocketGroup, String unixSocketMode) {

    public static HttpConfig read(Settings s) {
        return new HttpConfig(s.texts("http_config.block_endpoints"), s.texts("http_config.allow_write_http_from"),
                s.pairs("http_config.response_headers"), s.flag("http_config.use_cache"),
                s.integer("http_config.max_header_bytes"), s.integer("limits.http_max_conns_per_client"),
                s.number("limits.kv_max_value_size"), s.number("limits.txn_max_req_len"),
                s.flag("disable_http_unprintable_char_filter"), s.millis("discovery_max_stale"),
                s.millis("limits.https_handshake_timeout"), s.text("unix_sockets.user"), s.text("unix_sockets.group"),
                s.text("unix_sockets.mode"));
    }
}

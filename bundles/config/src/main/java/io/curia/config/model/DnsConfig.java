package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to DNS queries. TTLs are whole seconds, as records carry them. */
public record DnsConfig(long recursorTimeoutMs, String recursorStrategy, long nodeTtlS, Map<String, Long> serviceTtlS,
        boolean allowStale, long maxStaleMs, boolean onlyPassing, boolean enableTruncate, int udpAnswerLimit,
        int aRecordLimit, boolean disableCompression, boolean enableAdditionalNodeMetaTxt, long soaRefresh,
        long soaRetry, long soaExpire, long soaMinTtl, boolean useCache, long cacheMaxAgeMs) {

    public static DnsConfig read(Settings s) {
        Map<String, Long> serviceTtl = new LinkedHashMap<>();
        for (Map.Entry<String, String> e : s.pairs("dns_config.service_ttl").entrySet()) {
            long ms = s.millisOf("dns_config.service_ttl[" + e.getKey() + "]", e.getValue());
            serviceTtl.put(e.getKey(), ms / 1000);
        }
        return new DnsConfig(s.millis("dns_config.recursor_timeout"), s.text("dns_config.recursor_strategy"),
                s.millis("dns_config.node_ttl") / 1000, Collections.unmodifiableMap(serviceTtl),
                s.flag("dns_config.allow_stale"), s.millis("dns_config.max_stale"), s.flag("dns_config.only_passing"),
                s.flag("dns_config.enable_truncate"), s.integer("dns_config.udp_answer_limit"),
                s.integer("dns_config.a_record_limit"), s.flag("dns_config.disable_compression"),
                s.flag("dns_config.enable_additional_node_meta_txt"), s.number("dns_config.soa.refresh"),
                s.number("dns_config.soa.retry"), s.number("dns_config.soa.expire"), s.number("dns_config.soa.min_ttl"),
                s.flag("dns_config.use_cache"), s.millis("dns_config.cache_max_age"));
    }
}

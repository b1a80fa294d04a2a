package io.curia.http.call;

import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.api.model.GoDuration;
import io.curia.http.text.GoText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The parameters that many endpoints share (reference: http-api, section 2), read in the order that errors depend on. */
public final class Params {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Params() { }

    /** How a read is to be done. */
    static ReadOptions read(Call call) {
        Query query = call.query();
        if (query == Query.NONE) {
            String token = token(call);
            Settings settings = call.settings();
            if (token.isEmpty() && (settings.discoveryMaxStaleMillis() == 0 || !discovery(call))) {
                return ReadOptions.DEFAULT;
            }
        }
        String datacenter = query.get("dc");
        String token = token(call);
        String filter = query.get("filter");
        boolean cached = query.has("cached") && call.settings().useCache();
        long maxStale = maxStale(query);
        Consistency consistency = consistency(call, query, cached, maxStale);
        if (consistency == Consistency.STALE && maxStale == 0 && !query.has("stale")) {
            maxStale = call.settings().discoveryMaxStaleMillis();
        }
        if (cached) {
            checkCacheControl(call.request().getHeaders().get(HttpHeader.CACHE_CONTROL));
        }
        long wait = wait(query);
        long index = index(query);
        return new ReadOptions(datacenter, token, index, wait, consistency, maxStale, filter);
    }

    /** Where a write goes and on whose behalf. */
    static WriteOptions write(Call call) {
        String datacenter = call.query().get("dc");
        String token = token(call);
        return datacenter.isEmpty() && token.isEmpty() ? WriteOptions.DEFAULT : new WriteOptions(datacenter, token);
    }

    static String token(Call call) {
        String given = call.query().get("token");
        if (!given.isEmpty()) {
            return given;
        }
        HttpFields headers = call.request().getHeaders();
        String header = headers.get("X-Consul-Token");
        if (header != null && !header.isEmpty()) {
            return header;
        }
        String authorization = headers.get(HttpHeader.AUTHORIZATION);
        if (authorization != null) {
            String[] words = authorization.trim().split("\\s+", 3);
            if (words.length > 1 && words[0].equalsIgnoreCase("bearer")) {
                return words[1];
            }
        }
        String own = call.services().control().defaultToken();
        return own == null ? "" : own;
    }

    private static long maxStale(Query query) {
        String text = query.get("max_stale");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Math.max(0, GoDuration.parse(text) / NANOS_PER_MILLI);
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Invalid max_stale value " + GoText.quote(text));
        }
    }

    private static Consistency consistency(Call call, Query query, boolean cached, long maxStale) {
        boolean consistent = query.has("consistent");
        boolean stale = query.has("stale") || maxStale > 0;
        if (!stale && !consistent && !cached && !query.has("leader")) {
            stale = call.settings().discoveryMaxStaleMillis() > 0 && discovery(call);
        }
        if (stale && consistent) {
            throw CuriaException.badRequest(
                    "Cannot specify ?stale with ?consistent, conflicting semantics.");
        }
        if (cached && consistent) {
            throw CuriaException.badRequest(
                    "Cannot specify ?cached with ?consistent, conflicting semantics.");
        }
        return stale ? Consistency.STALE : consistent ? Consistency.CONSISTENT : Consistency.DEFAULT;
    }

    private static boolean discovery(Call call) {
        return call.path().startsWith("/v1/catalog") || call.path().startsWith("/v1/health");
    }

    private static void checkCacheControl(String header) {
        if (header == null || header.isEmpty()) {
            return;
        }
        for (String directive : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = directive.trim().split("=", 2);
            boolean seconds = parts[0].equals("max-age") || parts[0].equals("stale-if-error");
            if (seconds && (parts.length < 2 || !parts[1].matches("[0-9]{1,10}"))) {
                throw CuriaException.badRequest("Invalid Cache-Control header.");
            }
        }
    }

    /** Milliseconds of {@code wait}; 0 when there is none. */
    public static long wait(Query query) {
        String text = query.get("wait");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long nanos = GoDuration.parse(text);
            return nanos <= 0 ? 0 : Math.max(1, nanos / NANOS_PER_MILLI);
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Invalid wait time");
        }
    }

    /** {@code index}; what exceeds a long waits as long as the largest one. */
    public static long index(Query query) {
        String text = query.get("index");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long index = GoText.parseUint(text);
            return index < 0 ? Long.MAX_VALUE : index;
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Invalid index");
        }
    }

    /** The node to sort by, "" for none. */
    public static String near(Call call) {
        String near = call.query().get("near");
        return near.equals("_agent") ? call.services().control().nodeName() : near;
    }

    /** The pairs of {@code node-meta}. */
    public static Map<String, String> nodeMeta(Call call) {
        List<String> pairs = call.query().all("node-meta");
        if (pairs.isEmpty()) {
            return Map.of();
        }
        Map<String, String> meta = new LinkedHashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            meta.put(colon < 0 ? pair : pair.substring(0, colon), colon < 0 ? "" : pair.substring(colon + 1));
        }
        return meta;
    }
}

package io.curia.http.call;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Header lines that are the same on many responses. */
public final class Headers {
    /** JSON. */
    public static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    /** Messages. */
    public static final HttpField TEXT = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    /** Values as they are. */
    public static final HttpField PLAIN = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain");
    /** The small pages of redirections. */
    public static final HttpField HTML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");

    static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");
    static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
    static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
    static final HttpField TRANSLATED = new PreEncodedHttpField("X-Consul-Translate-Addresses", "true");
    static final HttpField ALLOW = new PreEncodedHttpField("X-Consul-Default-Acl-Policy", "allow");
    static final HttpField DENY = new PreEncodedHttpField("X-Consul-Default-Acl-Policy", "deny");
    static final HttpField BLOCKING = new PreEncodedHttpField("X-Consul-Query-Backend", "blocking-query");
    /** There is a leader. */
    public static final HttpField LEADER_KNOWN = new PreEncodedHttpField("X-Consul-Knownleader", "true");
    static final HttpField LEADER_UNKNOWN = new PreEncodedHttpField("X-Consul-Knownleader", "false");
    /** From the leader itself. */
    public static final HttpField CONTACT_NOW = new PreEncodedHttpField("X-Consul-Lastcontact", "0");
    /** Not from a cache. */
    static final HttpField CACHE_MISS = new PreEncodedHttpField("X-Cache", "MISS");
    static final HttpField CACHE_HIT = new PreEncodedHttpField("X-Cache", "HIT");
    static final HttpField AGE_NONE = new PreEncodedHttpField("Age", "0");
    static final HttpField[] CONSISTENCY = {
        new PreEncodedHttpField("X-Consul-Effective-Consistency", "leader"),
        new PreEncodedHttpField("X-Consul-Effective-Consistency", "consistent"),
        new PreEncodedHttpField("X-Consul-Effective-Consistency", "stale")};

    private Headers() { }
}

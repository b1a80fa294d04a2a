package io.curia.http.call;

import io.curia.http.text.Cidr;
import java.util.List;
import org.eclipse.jetty.http.HttpField;

/**
 * How requests are answered. Immutable; replaced whole when the configuration changes, a request keeps what it began with.
 *
 * @param responseHeaders added to every response
 * @param blockedPrefixes paths that are refused
 * @param writersFrom where writes may come from, empty for everywhere
 * @param maxValueSize of a key's value, in bytes
 * @param maxTxnSize of a transaction's body, in bytes
 * @param checkPrintable refuse paths with unprintable characters
 * @param discoveryMaxStaleMillis how old answers of catalog and health may be by default, 0 to ask the leader
 * @param useCache whether {@code ?cached} is honoured
 * @param pretty indent all JSON
 * @param uiPath where the web interface is, beginning and ending with a slash
 * @param uiDir where its files are, "" for those of a bundle
 * @param prometheusRetentionMillis 0 when metrics are not kept for Prometheus
 */
public record Settings(
        List<HttpField> responseHeaders,
        List<String> blockedPrefixes,
        List<Cidr> writersFrom,
        long maxValueSize,
        long maxTxnSize,
        boolean checkPrintable,
        long discoveryMaxStaleMillis,
        boolean useCache,
        boolean pretty,
        boolean uiEnabled,
        String uiDir,
        String uiPath,
        boolean debug,
        boolean translateAddresses,
        long prometheusRetentionMillis) {

    /** What holds when nothing is configured. */
    public static final Settings DEFAULT = new Settings(List.of(), List.of(), List.of(), 512 * 1024, 512 * 1024, true, 0,
            true, false, false, "", "/ui/", false, false, 0);
}

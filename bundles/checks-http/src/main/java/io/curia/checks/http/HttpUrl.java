package io.curia.checks.http;

import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An address as far as a request needs it.
 *
 * @param path with the query, as in the request line
 * @param authority as in the Host header
 * @param credentials {@code Basic ...}, or "" without
 */
record HttpUrl(boolean secure, HostPort target, String path, String authority, String credentials) {
    static HttpUrl parse(String url) throws NetworkException {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(java.util.Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new NetworkException("unsupported protocol scheme \"" + scheme + "\"");
        }
        int from = schemeEnd + 3;
        int end = from;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(from, end);
        String credentials = "";
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            credentials = "Basic " + Base64.getEncoder()
                    .encodeToString(authority.substring(0, at).getBytes(StandardCharsets.UTF_8));
            authority = authority.substring(at + 1);
        }
        if (authority.isEmpty()) {
            throw new NetworkException("http: no Host in request URL");
        }
        return new HttpUrl(scheme.equals("https"), target(authority, scheme.equals("https") ? 443 : 80),
                path(url, end), authority, credentials);
    }

    private static HostPort target(String authority, int defaultPort) throws NetworkException {
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf(']')) {
            if (colon == authority.length() - 1) {
                return HostPort.parse(authority + defaultPort);
            }
            return HostPort.parse(authority);
        }
        return HostPort.parse(authority + ":" + defaultPort);
    }

    /** The path and query, with what may not stand in a request line escaped. */
    private static String path(String url, int from) {
        int fragment = url.indexOf('#', from);
        String raw = url.substring(from, fragment < 0 ? url.length() : fragment);
        StringBuilder path = new StringBuilder(raw.length() + 1);
        if (!raw.startsWith("/")) {
            path.append('/');
        }
        for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == 0x7f || b == '"' || b == '<' || b == '>') {
                path.append(String.format("%%%02X", b & 0xff));
            } else {
                path.append((char) b);
            }
        }
        return path.toString();
    }

    /** Where a Location header leads from here. */
    String resolve(String location) {
        if (location.contains("://")) {
            return location;
        }
        String origin = (secure ? "https://" : "http://") + authority;
        if (location.startsWith("//")) {
            return (secure ? "https:" : "http:") + location;
        }
        if (location.startsWith("/")) {
            return origin + location;
        }
        int query = path.indexOf('?');
        String file = query < 0 ? path : path.substring(0, query);
        return location.startsWith("?") ? origin + file + location
                : origin + file.substring(0, file.lastIndexOf('/') + 1) + location;
    }
}

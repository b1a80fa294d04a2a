package io.curia.checks.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a probe sends, whatever the address.
 *
 * @param headers as configured, by canonical name
 */
record HttpRequest(String method, Map<String, List<String>> headers, String body) {
    static HttpRequest of(String method, Map<String, List<String>> headers, String body) {
        TreeMap<String, List<String>> canonical = new TreeMap<>();
        headers.forEach((name, values) -> canonical.put(canonical(name), List.copyOf(values)));
        canonical.putIfAbsent("User-Agent", List.of("Consul Health Check"));
        canonical.putIfAbsent("Accept", List.of("text/plain, text/*, */*"));
        return new HttpRequest(method.isEmpty() ? "GET" : method, canonical, body);
    }

    /** First letters in upper case, the others in lower case; what is no header name stays as it is. */
    private static String canonical(String name) {
        StringBuilder result = new StringBuilder(name.length());
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~' || c == ':') {
                return name;
            }
            result.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
            first = c == '-';
        }
        return result.toString();
    }

    /** Whether it can be sent: a line break in a header would begin another one. */
    String problem() {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return "net/http: invalid method \"" + method + "\"";
            }
        }
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey();
            if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == ':')) {
                return "net/http: invalid header field name \"" + name + "\"";
            }
            for (String value : header.getValue()) {
                if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                    return "net/http: invalid header field value for \"" + name + "\"";
                }
            }
        }
        return "";
    }

    ByteBuffer encode(HttpUrl url) {
        StringBuilder head = new StringBuilder(256);
        List<String> host = headers.getOrDefault("Host", List.of());
        head.append(method).append(' ').append(url.path()).append(" HTTP/1.1\r\nHost: ")
                .append(host.isEmpty() || host.get(0).isEmpty() ? url.authority() : host.get(0)).append("\r\n");
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        if (content.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        if (!url.credentials().isEmpty() && !headers.containsKey("Authorization")) {
            head.append("Authorization: ").append(url.credentials()).append("\r\n");
        }
        headers.forEach((name, values) -> {
            if (!name.equals("Host") && !name.equals("Content-Length") && !name.equals("Connection")) {
                values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Connection: close\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(first.length + content.length).put(first).put(content).flip();
    }

    /** What is sent after a redirect of this status; credentials stay with their host. */
    HttpRequest redirected(int status, boolean sameHost) {
        boolean keep = status == 307 || status == 308;
        Map<String, List<String>> kept = new TreeMap<>(headers);
        kept.remove("Host");
        if (!sameHost) {
            kept.remove("Authorization");
            kept.remove("Cookie");
            kept.remove("Www-Authenticate");
        }
        String next = keep || method.equals("HEAD") ? method : "GET";
        return new HttpRequest(next, kept, keep ? body : "");
    }
}

package io.curia.cli.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** HTTP/1.1 over a plain stream, one connection for each request: what a command line needs, and quick to load. */
public final class HttpClient {

    private static final int COPY = 16_384;

    private final Endpoint endpoint;
    private final Connector connector;
    private final Map<String, String> headers;

    /** @param headers sent with every request */
    public HttpClient(Endpoint endpoint, TlsOptions tls, Map<String, String> headers) {
        this.endpoint = endpoint;
        this.headers = headers;
        if (endpoint.tls()) {
            connector = new TlsConnector(tls);
        } else if (endpoint.socketPath() != null) {
            connector = new UnixConnector();
        } else {
            connector = new TcpConnector();
        }
    }

    /**
     * @param target path and query, already escaped
     * @param body   null for none
     * @throws IOException whose message is for the user: {@code Get "url": cause}
     */
    public Answer send(String method, String target, byte[] body) throws IOException {
        return send(method, target, body, null, 0, null);
    }

    /** As above, with the body from a stream of known length. */
    public Answer send(String method, String target, InputStream body, long length) throws IOException {
        return send(method, target, null, body, length, null);
    }

    /** As {@link #send(String, String, byte[])}; the connection is kept in {@code call} so that it can be cut off. */
    public Answer send(String method, String target, byte[] body, Call call) throws IOException {
        return send(method, target, body, null, 0, call);
    }

    private Answer send(String method, String target, byte[] body, InputStream stream, long length, Call call) throws IOException {
        Connection connection = null;
        try {
            connection = connector.open(endpoint);
            if (call != null) {
                call.opened(connection);
            }
            OutputStream out = connection.out();
            out.write(head(method, target, body, stream == null ? -1 : length));
            if (body != null && body.length > 0) {
                out.write(body);
            }
            if (stream != null) {
                copy(stream, out);
            }
            out.flush();
            return receive(connection);
        } catch (IOException e) {
            if (connection != null) {
                connection.close();
            }
            throw new IOException(verb(method) + " \"" + endpoint.base() + target + "\": " + GoErrors.exchange(e));
        }
    }

    private byte[] head(String method, String target, byte[] body, long length) {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(endpoint.hostHeader())
            .append("\r\nUser-Agent: curia\r\nConnection: close\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (length >= 0 || body != null || !method.equals("GET")) {
            head.append("Content-Length: ").append(length >= 0 ? length : body == null ? 0 : body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Answer receive(Connection connection) throws IOException {
        InputStream in = new BufferedInputStream(connection.in());
        int status = status(BodyStream.line(in));
        Map<String, String> headers = headers(in);
        while (status >= 100 && status < 200) {
            status = status(BodyStream.line(in));
            headers = headers(in);
        }
        String length = headers.get("content-length");
        boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        long size = -1;
        if (status == 204 || status == 304) {
            size = 0;
        } else if (!chunked && length != null) {
            try {
                size = Long.parseLong(length);
            } catch (NumberFormatException e) {
                throw new IOException("bad Content-Length \"" + length + "\"");
            }
        }
        return new Answer(status, headers, new BodyStream(in, chunked, size), connection);
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("malformed HTTP response \"" + line + "\"");
        }
        try {
            return Integer.parseInt(line.substring(9, 12));
        } catch (NumberFormatException e) {
            throw new IOException("malformed HTTP status code \"" + line.substring(9) + "\"");
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String line = BodyStream.line(in);
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(lower(line.substring(0, colon)), line.substring(colon + 1).trim());
            }
            line = BodyStream.line(in);
        }
        return headers;
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[COPY];
        int count = from.read(buffer);
        while (count >= 0) {
            to.write(buffer, 0, count);
            count = from.read(buffer);
        }
    }

    private static String verb(String method) {
        return method.charAt(0) + lower(method.substring(1));
    }
}

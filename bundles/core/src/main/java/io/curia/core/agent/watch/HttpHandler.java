package io.curia.core.agent.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Tells an endpoint what a watch has found: one request on one connection. Blocks. */
final class HttpHandler {
    private static final int MOST_ANSWER = 4096;

    private HttpHandler() { }

    /** @throws IOException when it could not be told, or did not like it (any status but 2xx) */
    static void call(WatchSpec.Http http, long index, byte[] json) throws IOException {
        URI target;
        try {
            target = URI.create(http.path());
        } catch (IllegalArgumentException e) {
            throw new IOException("invalid URL: " + e.getMessage(), e);
        }
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(http.timeoutNanos())));
        boolean tls = "https".equalsIgnoreCase(target.getScheme());
        if (target.getHost() == null) {
            throw new IOException("invalid URL: no host in " + http.path());
        }
        int port = target.getPort() >= 0 ? target.getPort() : tls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(target.getHost().replaceAll("[\\[\\]]", ""), port), millis);
            plain.setSoTimeout(millis);
            try (Socket socket = tls ? secure(plain, target.getHost(), port, http.tlsSkipVerify()) : plain) {
                socket.getOutputStream().write(request(http, target, index, json));
                socket.getOutputStream().flush();
                check(socket.getInputStream());
            }
        }
    }

    private static byte[] request(WatchSpec.Http http, URI target, long index, byte[] json) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        StringBuilder head = new StringBuilder();
        head.append(http.method()).append(' ').append(path);
        if (target.getRawQuery() != null) {
            head.append('?').append(target.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority()).append("\r\n");
        head.append("User-Agent: Go-http-client/1.1\r\nContent-Length: ").append(json.length).append("\r\n");
        if (http.header().keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            head.append("Content-Type: application/json\r\n");
        }
        http.header().forEach((name, values) -> values.forEach(value ->
                head.append(line(name)).append(": ").append(line(value)).append("\r\n")));
        head.append("X-Consul-Index: ").append(Long.toUnsignedString(index)).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + json.length);
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(json);
        return out.toByteArray();
    }

    private static String line(String text) {
        return text.replace("\r", "").replace("\n", "");
    }

    private static void check(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        for (int n = in.read(buffer); n >= 0 && answer.size() < MOST_ANSWER; n = in.read(buffer)) {
            answer.write(buffer, 0, n);
            if (answer.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                break;
            }
        }
        String[] status = answer.toString(StandardCharsets.ISO_8859_1).split("[ \r\n]", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/")) {
            throw new IOException("the answer is not HTTP");
        }
        if (!status[1].startsWith("2")) {
            throw new IOException("the answer's status is " + status[1]);
        }
    }

    private static Socket secure(Socket plain, String host, int port, boolean skipVerify) throws IOException {
        SSLSocketFactory factory;
        try {
            SSLContext context = skipVerify ? SSLContext.getInstance("TLS") : SSLContext.getDefault();
            if (skipVerify) {
                context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            }
            factory = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e.getMessage(), e);
        }
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        if (!skipVerify) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    /** For {@code tls_skip_verify}: the operator asked for it. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

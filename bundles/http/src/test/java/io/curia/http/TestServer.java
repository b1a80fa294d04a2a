package io.curia.http;

import io.curia.http.call.Settings;
import io.curia.http.server.Engine;
import io.curia.http.server.ListenAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A real server on a free port, and a client that sends exactly what it is told. */
public final class TestServer implements AutoCloseable {
    public static final Settings DEFAULT = Settings.DEFAULT;

    public final Fakes fakes;
    public final Engine engine;
    public final int port;
    public final ListenAddress address = ListenAddress.http("127.0.0.1:0");

    public TestServer() throws IOException {
        this(new Fakes(), Settings.DEFAULT, 0);
    }

    public TestServer(Fakes fakes, Settings settings, int connections) throws IOException {
        this.fakes = fakes;
        engine = new Engine(fakes.services(), settings);
        engine.start(Set.of(address), connections);
        port = engine.port(address);
    }

    @Override
    public void close() {
        engine.stop();
    }

    /** A response. */
    public record Got(int status, List<String> headers, byte[] bytes) {
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).trim()).findFirst().orElse(null);
        }
    }

    public Got get(String path, String... headers) throws IOException {
        return send("GET", path, null, headers);
    }

    public Got put(String path, String body, String... headers) throws IOException {
        return send("PUT", path, body, headers);
    }

    public Got send(String method, String path, String body, String... headers) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request(method, path, body, headers));
            return read(socket.getInputStream(), method);
        }
    }

    public Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    public static byte[] request(String method, String path, String body, String... headers) {
        StringBuilder out = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            out.append(header).append("\r\n");
        }
        if (body != null) {
            out.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        }
        return out.append("\r\n").append(body == null ? "" : body).toString().getBytes(StandardCharsets.UTF_8);
    }

    public static Got read(InputStream in, String method) throws IOException {
        String[] start = line(in).split(" ", 3);
        List<String> headers = new ArrayList<>();
        int length = -1;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            }
            chunked |= lower.equals("transfer-encoding: chunked");
        }
        byte[] body = new byte[0];
        if (!method.equals("HEAD")) {
            body = chunked ? chunks(in) : length >= 0 ? in.readNBytes(length) : in.readAllBytes();
        }
        return new Got(Integer.parseInt(start[1]), headers, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            out.writeBytes(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return out.toByteArray();
            }
        }
    }

    public static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection closed after '" + out + "'");
            }
            if (c != '\r') {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}

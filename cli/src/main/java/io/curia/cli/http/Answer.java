package io.curia.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer whose body has not been read yet. Closing it closes the connection. */
public final class Answer implements Closeable {

    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;
    private final Connection connection;

    Answer(int status, Map<String, String> headers, InputStream body, Connection connection) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.connection = connection;
    }

    public int status() {
        return status;
    }

    /** A header's value by its lower-case name, or an empty text. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The body as it arrives. */
    public InputStream stream() {
        return body;
    }

    /** The whole body; the connection is closed. */
    public byte[] bytes() throws IOException {
        try {
            return body.readAllBytes();
        } finally {
            close();
        }
    }

    /** The whole body as text. */
    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

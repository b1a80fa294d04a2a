package io.curia.ui;

import io.curia.api.platform.StaticContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Gives the files of the web interface, read from the bundle when first asked for. Thread-safe. */
@Component(service = StaticContent.class)
public final class UiFiles implements StaticContent {
    /** All there are, so that no path leads anywhere else. */
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "app.js", "text/javascript; charset=utf-8",
            "style.css", "text/css; charset=utf-8");

    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    @Override
    public byte[] file(String path) {
        return TYPES.containsKey(path) ? read.computeIfAbsent(path, UiFiles::load) : null;
    }

    @Override
    public String contentType(String path) {
        return TYPES.getOrDefault(path, "application/octet-stream");
    }

    private static byte[] load(String path) {
        try (InputStream in = UiFiles.class.getResourceAsStream("files/" + path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.curia.http.endpoint;

import io.curia.api.platform.StaticContent;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Redirect;
import io.curia.http.call.Route;
import io.curia.http.call.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;

/** What is not the API: the root, the web interface and unknown paths. */
public final class RootEndpoints {
    private static final String INDEX = "index.html";
    private static final String ROBOTS = "User-agent: *\nDisallow: /\n";

    private RootEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/", RootEndpoints::root).plain());
    }

    private static void root(Call call) {
        String path = call.path();
        Settings settings = call.settings();
        boolean ui = settings.uiEnabled();
        if (path.equals("/")) {
            if (ui) {
                Redirect.send(call, settings.uiPath());
            } else {
                call.text(200, "Consul Agent");
            }
        } else if (ui && (path + "/").equals(settings.uiPath())) {
            Redirect.send(call, settings.uiPath());
        } else if (ui && path.equals("/robots.txt")) {
            call.send(200, Headers.TEXT, ROBOTS.getBytes(StandardCharsets.US_ASCII));
        } else if (ui && path.startsWith(settings.uiPath())) {
            call.offload(() -> file(call, path.substring(settings.uiPath().length())));
        } else {
            call.empty(404);
        }
    }

    private static void file(Call call, String path) {
        String name = path.isEmpty() ? INDEX : path;
        String directory = call.settings().uiDir();
        if (!directory.isEmpty()) {
            send(call, fromDirectory(Path.of(directory), name), MimeTypes.DEFAULTS.getMimeByExtension(name));
            return;
        }
        StaticContent content = call.services().optional().content();
        if (content == null) {
            call.text(404, "No web interface is installed");
        } else if (content.file(name) != null) {
            send(call, content.file(name), content.contentType(name));
        } else {
            send(call, name.indexOf('.') < 0 ? content.file(INDEX) : null, content.contentType(INDEX));
        }
    }

    /** The file, or for a path of the application's own its first page; null when there is neither. */
    private static byte[] fromDirectory(Path directory, String name) {
        try {
            Path file = directory.resolve(name).normalize();
            if (!file.startsWith(directory.normalize())) {
                return null;
            }
            if (!Files.isRegularFile(file) && name.indexOf('.') < 0) {
                file = directory.resolve(INDEX);
            }
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(Call call, byte[] content, String type) {
        if (content == null) {
            call.empty(404);
            return;
        }
        String known = type == null ? "text/html; charset=utf-8" : type;
        call.content(200, new HttpField(HttpHeader.CONTENT_TYPE, known), content);
    }
}

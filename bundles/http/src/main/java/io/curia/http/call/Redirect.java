package io.curia.http.call;

import io.curia.http.text.Percent;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Sends clients elsewhere. */
public final class Redirect {
    private Redirect() { }

    /** Permanently to another path, the query kept, with the little page that Go adds for a GET. */
    public static void send(Call call, String path) {
        String location = Percent.encodePath(path);
        String query = call.request().getHttpURI().getQuery();
        if (query != null && !query.isEmpty()) {
            location += "?" + query;
        }
        call.headers().add(new HttpField(HttpHeader.LOCATION, location));
        if (call.method().equals("GET")) {
            String shown = location.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                    .replace("\"", "&#34;").replace("'", "&#39;");
            call.send(301, Headers.HTML, ("<a href=\"" + shown + "\">Moved Permanently</a>.\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        } else {
            call.send(301, call.method().equals("HEAD") ? Headers.HTML : null, new byte[0]);
        }
    }
}

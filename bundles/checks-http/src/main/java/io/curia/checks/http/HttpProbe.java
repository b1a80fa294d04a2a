package io.curia.checks.http;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.EventLoop;
import io.curia.api.net.NetworkException;
import io.curia.api.net.TlsSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One check: its request is encoded once and sent on a new connection each time. */
final class HttpProbe implements Probe {
    private final EventLoop loop;
    private final Executor resolver;
    private final String address;
    private final HttpRequest request;
    private final boolean followRedirects;
    private final int outputSize;
    private final Duration timeout;
    private final TlsSettings tls;
    private HttpUrl url;
    private ByteBuffer encoded;
    private String problem;
    private volatile HttpExchange current;

    HttpProbe(EventLoop loop, Executor resolver, CheckSpec spec, Duration timeout) {
        this.loop = loop;
        this.resolver = resolver;
        this.timeout = timeout;
        this.address = spec.text("HTTP");
        this.request = HttpRequest.of(spec.text("Method"), spec.multimap("Header"), spec.text("Body"));
        this.followRedirects = !spec.flag("DisableRedirects");
        this.outputSize = spec.outputMaxSize();
        this.tls = new TlsSettings(null, spec.text("TLSServerName"), spec.flag("TLSSkipVerify"), List.of());
        prepare();
    }

    private void prepare() {
        try {
            url = HttpUrl.parse(address);
            problem = request.problem();
            encoded = request.encode(url);
        } catch (NetworkException e) {
            problem = e.getMessage();
        }
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        if (!problem.isEmpty()) {
            return CompletableFuture.completedFuture(ProbeResult.critical(failure(request.method(), address, problem)));
        }
        HttpExchange exchange = new HttpExchange(this);
        current = exchange;
        return exchange.start(url.target(), url.secure() ? tls : null, resolver);
    }

    static String failure(String method, String address, String reason) {
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT) + " \"" + address + "\": " + reason;
    }

    /** What the response says about the check. */
    ProbeResult judge(ResponseReader response) {
        String output = "HTTP " + request.method() + " " + address + ": " + response.statusText() + " Output: "
                + response.body();
        int status = response.status();
        if (status >= 200 && status < 300) {
            return ProbeResult.passing(output);
        }
        return status == 429 ? ProbeResult.warning(output) : ProbeResult.critical(output);
    }

    EventLoop loop() {
        return loop;
    }

    Executor resolver() {
        return resolver;
    }

    Duration timeout() {
        return timeout;
    }

    String address() {
        return address;
    }

    HttpUrl url() {
        return url;
    }

    HttpRequest request() {
        return request;
    }

    ByteBuffer encoded() {
        return encoded.duplicate();
    }

    boolean followRedirects() {
        return followRedirects;
    }

    int outputSize() {
        return outputSize;
    }

    TlsSettings tls() {
        return tls;
    }

    @Override
    public void cancel() {
        HttpExchange exchange = current;
        if (exchange != null) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}

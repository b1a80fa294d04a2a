package io.curia.checks.http;

import io.curia.api.check.ProbeResult;
import io.curia.api.net.Connection;
import io.curia.api.net.Exchange;
import io.curia.api.net.NetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One request and its response, and the requests that redirects ask for. */
final class HttpExchange extends Exchange<ProbeResult> {
    private static final int MAX_REDIRECTS = 10;

    private final HttpProbe probe;
    private HttpRequest request;
    private HttpUrl url;
    private String address;
    private ResponseReader response;
    private int redirects;

    HttpExchange(HttpProbe probe) {
        super(probe.loop(), probe.timeout());
        this.probe = probe;
        this.request = probe.request();
        this.url = probe.url();
        this.address = probe.address();
        this.response = reader();
    }

    private ResponseReader reader() {
        return new ResponseReader(request.method().equals("HEAD"), probe.outputSize());
    }

    @Override
    public void connected(Connection connection) throws IOException {
        connection.send(redirects == 0 ? probe.encoded() : request.encode(url));
    }

    @Override
    public void received(Connection connection, ByteBuffer data) throws IOException {
        boolean complete = response.read(data);
        if (response.headRead() && redirects(response.status()) && !response.location().isEmpty()) {
            redirect();
        } else if (complete) {
            complete(probe.judge(response));
        }
    }

    private boolean redirects(int status) {
        return probe.followRedirects()
                && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    }

    private void redirect() throws IOException {
        int status = response.status();
        String before = url.target().host();
        address = url.resolve(response.location());
        response = reader();
        if (++redirects > MAX_REDIRECTS) {
            throw new NetworkException("stopped after " + MAX_REDIRECTS + " redirects");
        }
        url = HttpUrl.parse(address);
        request = request.redirected(status, before.equalsIgnoreCase(url.target().host()));
        response = reader();
        redial(url.target(), url.secure() ? probe.tls() : null, probe.resolver());
    }

    @Override
    public void ended(Connection connection) throws IOException {
        if (!response.headRead()) {
            throw new NetworkException(response.started() ? "unexpected EOF" : "EOF");
        }
        complete(probe.judge(response));
    }

    /** Once the status is known it counts, even if the rest of the body never comes. */
    @Override
    protected ProbeResult broken(IOException cause) {
        return response.headRead() ? probe.judge(response) : failed(cause.getMessage());
    }

    @Override
    protected ProbeResult timedOut() {
        return response.headRead() ? probe.judge(response)
                : failed("context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
    }

    private ProbeResult failed(String reason) {
        return ProbeResult.critical(HttpProbe.failure(probe.request().method(), address, reason));
    }
}

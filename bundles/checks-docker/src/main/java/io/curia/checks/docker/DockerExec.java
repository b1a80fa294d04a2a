package io.curia.checks.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.check.CapturedOutput;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.NetworkException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program in a container: three requests to the daemon, create, start (whose answer is the output) and
 * inspect. {@link #cancel} may be called from any thread; the daemon has no way to end the program itself.
 */
final class DockerExec {
    private final DockerAddress address;
    private final String container;
    private final List<String> command;
    private final CapturedOutput output;
    private final JsonFactory json = new JsonFactory();
    private SocketChannel open;
    private boolean cancelled;
    private boolean timedOut;

    DockerExec(DockerAddress address, String container, List<String> command, int outputSize) {
        this.address = address;
        this.container = container;
        this.command = command;
        this.output = new CapturedOutput(outputSize);
    }

    ProbeResult run(Duration timeout, ScheduledExecutorService timers) {
        ScheduledFuture<?> timer = timers.schedule(this::timeOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            String id = create();
            start(id);
            return judge(exitCode(id));
        } catch (IOException e) {
            return ProbeResult.critical(timedOut() ? "context deadline exceeded" : String.valueOf(e.getMessage()));
        } finally {
            timer.cancel(false);
        }
    }

    private ProbeResult judge(long exit) {
        String text = output.textWithNote();
        if (exit == 0) {
            return ProbeResult.passing(text);
        }
        return exit == 1 ? ProbeResult.warning(text) : ProbeResult.critical(text);
    }

    private String create() throws IOException {
        StringWriter body = new StringWriter();
        try (JsonGenerator out = json.createGenerator(body)) {
            out.writeStartObject();
            out.writeBooleanField("AttachStdin", false);
            out.writeBooleanField("AttachStdout", true);
            out.writeBooleanField("AttachStderr", true);
            out.writeBooleanField("Tty", false);
            out.writeFieldName("Cmd");
            out.writeArray(command.toArray(String[]::new), 0, command.size());
            out.writeEndObject();
        }
        String path = "/containers/" + URLEncoder.encode(container, StandardCharsets.UTF_8) + "/exec";
        try (DockerRequest request = request("POST", path, body.toString())) {
            if (request.status() != 201) {
                throw new NetworkException(refusal("create exec in container " + container, request));
            }
            return field(request.body(), "Id");
        }
    }

    private void start(String id) throws IOException {
        try (DockerRequest request = request("POST", "/exec/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/start",
                "{\"Detach\":false,\"Tty\":false}")) {
            if (request.status() != 200) {
                throw new NetworkException(refusal("start exec", request));
            }
            readOutput(new DataInputStream(request.body()));
        }
    }

    /** Standard output and error take turns in frames: one byte that says which, three empty ones, a length. */
    private void readOutput(DataInputStream in) throws IOException {
        byte[] buffer = new byte[4096];
        while (in.read() >= 0) {
            in.readNBytes(3);
            long left = in.readInt() & 0xffffffffL;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException("unexpected EOF");
                }
                output.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private long exitCode(String id) throws IOException {
        try (DockerRequest request = request("GET", "/exec/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/json", "")) {
            if (request.status() != 200) {
                throw new NetworkException(refusal("inspect exec", request));
            }
            String code = field(request.body(), "ExitCode");
            try {
                return Long.parseLong(code);
            } catch (NumberFormatException e) {
                throw new NetworkException("inspect exec: no exit code: " + code);
            }
        }
    }

    private String refusal(String what, DockerRequest request) throws IOException {
        String text = new String(request.body().readNBytes(4096), StandardCharsets.UTF_8).strip();
        return what + ": status " + request.status() + ": " + text;
    }

    /** A scalar field of the outermost object. */
    private String field(InputStream body, String name) throws IOException {
        try (JsonParser in = json.createParser(body)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals(name)) {
                    return in.getText();
                }
                in.skipChildren();
            }
        }
        throw new NetworkException("docker: the answer has no field " + name);
    }

    private DockerRequest request(String method, String path, String body) throws IOException {
        SocketChannel channel;
        synchronized (this) {
            if (cancelled) {
                throw new NetworkException("cancelled");
            }
            channel = address.open();
            open = channel;
        }
        try {
            address.connect(channel);
            return new DockerRequest(channel, method, path, body);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void timeOut() {
        synchronized (this) {
            timedOut = true;
        }
        cancel();
    }

    private synchronized boolean timedOut() {
        return timedOut;
    }

    /** Breaks off what is under way. */
    synchronized void cancel() {
        cancelled = true;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // what reads from it fails, one way or the other
                return;
            }
        }
    }
}

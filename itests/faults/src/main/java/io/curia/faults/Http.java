package io.curia.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Requests to servers that may not answer. Any thread. */
final class Http implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "faults-http");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads)
            .connectTimeout(Duration.ofSeconds(1)).build();

    /**
     * What came of a request.
     *
     * @param status the HTTP status, {@link #UNKNOWN} if there was no answer, {@link #NOT_SENT} if nothing was asked
     * @param index X-Consul-Index, 0 if there is none
     */
    record Answer(int status, String body, long index) {
        static final int UNKNOWN = 0;
        static final int NOT_SENT = -1;

        boolean isOk() {
            return status == 200;
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException("no JSON: " + body, e);
            }
        }
    }

    Answer get(Server server, String path, Duration timeout) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).GET(), timeout);
    }

    Answer put(Server server, String path, String body, Duration timeout) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).PUT(HttpRequest.BodyPublishers.ofString(body)),
                timeout);
    }

    Answer delete(Server server, String path, Duration timeout) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).DELETE(), timeout);
    }

    private Answer send(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(),
                    answer.headers().firstValueAsLong("X-Consul-Index").orElse(0));
        } catch (ConnectException | java.net.http.HttpConnectTimeoutException e) {
            return new Answer(Answer.NOT_SENT, "not reached", 0);
        } catch (IOException e) {
            return new Answer(Answer.UNKNOWN, String.valueOf(e.getMessage()), 0);
        }
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(5, TimeUnit.SECONDS);
    }
}

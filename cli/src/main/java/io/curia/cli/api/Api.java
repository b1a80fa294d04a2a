package io.curia.cli.api;

import io.curia.cli.Console;
import io.curia.cli.Environment;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Call;
import io.curia.cli.http.HttpClient;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The agent's HTTP interface as the commands use it: common parameters added, answers checked and parsed. */
public final class Api {

    private final Environment env;
    private final HttpClient http;
    private final ClientFlags flags;

    Api(Environment env, HttpClient http, ClientFlags flags) {
        this.env = env;
        this.http = http;
        this.flags = flags;
    }

    public Environment env() {
        return env;
    }

    public Console console() {
        return env.console();
    }

    /** A read's parameters: datacenter, staleness and namespace as the flags say. */
    public Query query() {
        return flags.query();
    }

    /** A write's parameters: staleness means nothing there. */
    public Query writeQuery() {
        return flags.writeQuery();
    }

    /** Sends a request and leaves the answer's status to the caller. */
    public Answer send(String method, String path, Query query, byte[] body) throws IOException {
        return http.send(method, path + query, body);
    }

    /** As {@link #send(String, String, Query, byte[])}, with a handle to cut it off. */
    public Answer send(String method, String path, Query query, byte[] body, Call call) throws IOException {
        return http.send(method, path + query, body, call);
    }

    /** Sends a request whose body comes from a stream; anything but 200 is an error. */
    public Answer upload(String method, String path, Query query, InputStream body, long length) throws IOException {
        return checked(http.send(method, path + query, body, length));
    }

    /** Opens an answer for reading as it comes; anything but 200 is an error. */
    public Answer open(String path, Query query, Call call) throws IOException {
        return checked(http.send("GET", path + query, null, call));
    }

    /** GET; parsed JSON. */
    public Object get(String path, Query query) throws IOException {
        return json(checked(http.send("GET", path + query, null)));
    }

    public List<Object> getList(String path, Query query) throws IOException {
        return Json.list(get(path, query));
    }

    public Map<String, Object> getMap(String path, Query query) throws IOException {
        return Json.map(get(path, query));
    }

    /** PUT with a body as it is, or null; the answer's body. */
    public byte[] put(String path, Query query, byte[] body) throws IOException {
        return checked(http.send("PUT", path + query, body)).bytes();
    }

    /** PUT of an object, answered with one. */
    public Object putJson(String path, Query query, Object body) throws IOException {
        return json(checked(http.send("PUT", path + query, body == null ? null : JsonText.bytes(body))));
    }

    /** A request with any method and an object as body, answered with JSON or nothing. */
    public Object exchange(String method, String path, Query query, Object body) throws IOException {
        return json(checked(http.send(method, path + query, body == null ? null : JsonText.bytes(body))));
    }

    /** PUT or DELETE that answers {@code true} or {@code false}. */
    public boolean yes(String method, String path, Query query, byte[] body) throws IOException {
        byte[] answer = checked(http.send(method, path + query, body)).bytes();
        return new String(answer, StandardCharsets.UTF_8).contains("true");
    }

    private static Object json(Answer answer) throws IOException {
        byte[] body = answer.bytes();
        return body.length == 0 ? null : Json.parse(body);
    }

    /** Returns the answer if its status is 200. */
    public static Answer checked(Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new ApiException(answer.status(), answer.text());
        }
        return answer;
    }
}

package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.KvEntry;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.KvOperations;
import io.curia.http.TestServer.Got;
import io.curia.http.call.Settings;
import io.curia.http.text.Cidr;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
    private static Settings settings(List<HttpField> headers, List<String> blocked, List<Cidr> writers, boolean ui) {
        return new Settings(headers, blocked, writers, 512 * 1024, 512 * 1024, true, 0, true, false, ui, "", "/ui/",
                false, !headers.isEmpty(), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/nope", "/v1/agent", "/v2/kv/x", "/nope", "/v1/status/leader/",
        "/v1/Status/Leader", "/v1/acl/nope"})
    void shouldKnowNothingOfOtherPaths(String path) throws Exception {
        try (TestServer server = new TestServer()) {
            for (String method : List.of("GET", "OPTIONS", "PUT")) {
                Got got = server.send(method, path, method.equals("PUT") ? "x" : null);
                assertThat(got.status()).isEqualTo(404);
                assertThat(got.bytes()).isEmpty();
                assertThat(got.header("Content-Type")).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/kv, /v1/kv/", "//v1/status/leader, /v1/status/leader", "/v1/kv//lead, /v1/kv/lead",
        "/v1/kv/a/../b?raw, /v1/kv/b?raw", "/v1/kv/./a%20b, /v1/kv/a%20b", "/v1/kv/a/.., /v1/kv/"})
    void shouldSendClientsToTheCleanPath(String path, String target) throws Exception {
        try (TestServer server = new TestServer()) {
            Got get = server.get(path);
            assertThat(get.status()).isEqualTo(301);
            assertThat(get.header("Location")).isEqualTo(target.replace("/v1/kv/..", "/v1/"));
            assertThat(get.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(get.body()).startsWith("<a href=\"").endsWith("\">Moved Permanently</a>.\n\n");
            Got put = server.put(path, "x");
            assertThat(put.status()).isEqualTo(301);
            assertThat(put.bytes()).isEmpty();
        }
    }

    @Test
    void shouldAnswerForMethods() throws Exception {
        try (TestServer server = new TestServer()) {
            Got options = server.send("OPTIONS", "/v1/kv/x", null);
            assertThat(options.status()).isEqualTo(200);
            assertThat(options.header("Allow")).isEqualTo("OPTIONS,GET,PUT,DELETE");
            assertThat(options.header("Content-Type")).isNull();
            Got post = server.send("POST", "/v1/agent/service/register", "{}");
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("Allow")).isEqualTo("OPTIONS,PUT");
            assertThat(post.body()).isEqualTo("method POST not allowed");
            Got head = server.send("HEAD", "/v1/kv/x", null);
            assertThat(head.status()).isEqualTo(405);
            Got query = server.send("OPTIONS", "/v1/query/x", null);
            assertThat(query.body()).isEqualTo("{}");
            assertThat(query.header("Allow")).isEqualTo("OPTIONS,GET,PUT,DELETE");
            assertThat(server.send("PATCH", "/v1/query/x/execute", null).header("Allow")).isEqualTo("GET");
            assertThat(server.send("OPTIONS", "/v1/acl/policy/x", null).header("Allow"))
                    .isEqualTo("OPTIONS,GET,PUT,DELETE");
            assertThat(server.get("/v1/agent/service/register").status()).isEqualTo(405);
        }
    }

    @Test
    void shouldRefuseWhatItMustNotServe() throws Exception {
        HttpField test = new HttpField("X-Test", "yes");
        Settings strict = settings(List.of(test), List.of("/v1/agent/metrics", "/v1/event/"),
                List.of(Cidr.parse("10.0.0.0/8")), false);
        try (TestServer server = new TestServer(new Fakes(), strict, 0)) {
            Got blocked = server.get("/v1/agent/metrics");
            assertThat(blocked.status()).isEqualTo(403);
            assertThat(blocked.body()).isEqualTo("Endpoint is blocked by agent configuration");
            assertThat(blocked.header("X-Test")).isEqualTo("yes");
            assertThat(blocked.header("X-Consul-Translate-Addresses")).isEqualTo("true");
            assertThat(server.put("/v1/event/fire/x", "y").status()).isEqualTo(403);
            Got write = server.put("/v1/kv/x", "y");
            assertThat(write.status()).isEqualTo(403);
            assertThat(write.body()).isEqualTo("Access is restricted");
            Got unknown = server.get("/v1/nope");
            assertThat(unknown.header("X-Test")).isEqualTo("yes");
            assertThat(unknown.header("X-Consul-Translate-Addresses")).isNull();
            assertThat(server.get("/v1/status/leader").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldCheckPathsAndQueries() throws Exception {
        try (TestServer server = new TestServer()) {
            assertThat(server.put("/v1/kv/n/bad%01char", "x").status()).isEqualTo(400);
            assertThat(server.put("/v1/kv/n/tab%09char", "x").bytes()).isEmpty();
            Got escape = server.get("/v1/health/service/x?index=%zz");
            assertThat(escape.status()).isEqualTo(500);
            assertThat(escape.bytes()).isEmpty();
            Got ns = server.get("/v1/kv/x?ns=default");
            assertThat(ns.status()).isEqualTo(400);
            assertThat(ns.body()).isEqualTo("Bad request: Invalid query parameter: \"ns\" - "
                    + "Namespaces are a Consul Enterprise feature");
            assertThat(server.get("/v1/kv/x", "X-Consul-Namespace: a").body()).startsWith(
                    "Bad request: Invalid header: \"X-Consul-Namespace\"");
            server.fakes.value(CatalogOperations.LIST_NODES, List.of());
            assertThat(server.get("/v1/catalog/nodes?ns=team1").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldDecodeKeysOnceAndAgentIdsTwice() throws Exception {
        try (TestServer server = new TestServer()) {
            server.fakes.value(KvOperations.GET, new KvEntry(0, "k", 0, null, "", 1, 1));
            server.get("/v1/kv/n/%C3%BC%252F+and&amp");
            assertThat(server.fakes.last().request()).isEqualTo(new KvOperations.GetRequest("n/\u00fc%2F+and&amp"));
            Got service = server.get("/v1/agent/service/a%252Fb");
            assertThat(service.body()).isEqualTo("unknown service ID: a/b");
        }
    }

    @Test
    void shouldHaveARoot() throws Exception {
        try (TestServer plain = new TestServer();
                TestServer ui = new TestServer(new Fakes(), settings(List.of(), List.of(), List.of(), true), 0)) {
            assertThat(plain.get("/").body()).isEqualTo("Consul Agent");
            assertThat(plain.get("/ui/").status()).isEqualTo(404);
            assertThat(ui.get("/").header("Location")).isEqualTo("/ui/");
            assertThat(ui.get("/ui").header("Location")).isEqualTo("/ui/");
            assertThat(ui.get("/robots.txt").status()).isEqualTo(200);
            assertThat(ui.get("/debug/pprof/").status()).isEqualTo(401);
        }
    }
}

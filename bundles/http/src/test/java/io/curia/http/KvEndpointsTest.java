package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.KvEntry;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.http.TestServer.Got;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvEndpointsTest {
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(0, key, 42, value == null ? null : value.getBytes(StandardCharsets.UTF_8), "", 5, 6);
    }

    @Test
    void shouldAnswerAPairWithItsHeaders() throws Exception {
        server.fakes.value(KvOperations.GET, entry("a/<b>", "v"));
        Got got = server.get("/v1/kv/a/%3Cb%3E");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo("[{\"LockIndex\":0,\"Key\":\"a/\\u003cb\\u003e\",\"Flags\":42,"
                + "\"Value\":\"dg==\",\"CreateIndex\":5,\"ModifyIndex\":6}]");
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.header("X-Consul-Index")).isEqualTo("7");
        assertThat(got.header("X-Consul-Knownleader")).isEqualTo("true");
        assertThat(got.header("X-Consul-Lastcontact")).isEqualTo("0");
        assertThat(got.header("X-Consul-Query-Backend")).isEqualTo("blocking-query");
        assertThat(got.header("X-Consul-Default-Acl-Policy")).isEqualTo("allow");
        assertThat(got.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(got.header("X-Consul-Effective-Consistency")).isNull();
        assertThat(server.fakes.last().request()).isEqualTo(new KvOperations.GetRequest("a/<b>"));
    }

    @Test
    void shouldIndentWhenAsked() throws Exception {
        server.fakes.value(KvOperations.GET, entry("k", null));
        assertThat(server.get("/v1/kv/k?pretty").body()).isEqualTo("""
                [
                    {
                        "LockIndex": 0,
                        "Key": "k",
                        "Flags": 42,
                        "Value": null,
                        "CreateIndex": 5,
                        "ModifyIndex": 6
                    }
                ]
                """);
    }

    @Test
    void shouldAnswerAMissingKeyWithHeadersAndNothingElse() throws Exception {
        Got got = server.get("/v1/kv/none");
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.bytes()).isEmpty();
        assertThat(got.header("Content-Type")).isNull();
        assertThat(got.header("X-Consul-Index")).isEqualTo("7");
    }

    @Test
    void shouldAnswerTheRawValue() throws Exception {
        server.fakes.value(KvOperations.GET, entry("k", "gr\u00fc\u00dfe"));
        Got got = server.get("/v1/kv/k?raw");
        assertThat(got.body()).isEqualTo("gr\u00fc\u00dfe");
        assertThat(got.header("Content-Type")).isEqualTo("text/plain");
        assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(got.header("Content-Security-Policy")).isEqualTo("sandbox");
    }

    @Test
    void shouldCompressLargeListings() throws Exception {
        List<KvEntry> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(entry("k" + i, "value"));
        }
        server.fakes.value(KvOperations.LIST, many);
        Got plain = server.get("/v1/kv/k?recurse");
        Got packed = server.get("/v1/kv/k?recurse", "Accept-Encoding: gzip");
        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes())
                .isEqualTo(plain.bytes());
        assertThat(packed.bytes().length).isLessThan(plain.bytes().length / 4);
    }

    @Test
    void shouldStoreWithAllKindsOfConditions() throws Exception {
        assertThat(server.put("/v1/kv/k", "v").body()).isEqualTo("true");
        assertThat(server.fakes.last().request())
                .isEqualTo(new ApplyRequest(Verb.SET, "k", new byte[] {'v'}, 0, 0, ""));
        server.put("/v1/kv/k?flags=18446744073709551615&cas=3", "");
        assertThat(server.fakes.last().request()).isEqualTo(new ApplyRequest(Verb.CAS, "k", null, -1, 3, ""));
        server.put("/v1/kv/k?acquire=s", "v");
        assertThat(server.fakes.last().request())
                .isEqualTo(new ApplyRequest(Verb.LOCK, "k", new byte[] {'v'}, 0, 0, "s"));
        server.fakes.value(KvOperations.APPLY, false);
        assertThat(server.put("/v1/kv/k?release=s", "v").body()).isEqualTo("false");
        server.send("DELETE", "/v1/kv/k?recurse", null);
        assertThat(server.fakes.last().request()).isEqualTo(new ApplyRequest(Verb.DELETE_TREE, "k", null, 0, 0, ""));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        assertThat(server.get("/v1/kv/").body()).isEqualTo("Missing key name");
        Got conflict = server.send("DELETE", "/v1/kv/c/?recurse&cas=1", null);
        assertThat(conflict.status()).isEqualTo(400);
        assertThat(conflict.body()).isEqualTo("Conflicting flags: cas=1&recurse=");
        Got cas = server.put("/v1/kv/k?cas=abc", "v");
        assertThat(cas.status()).isEqualTo(500);
        assertThat(cas.body()).isEqualTo("strconv.ParseUint: parsing \"abc\": invalid syntax");
        assertThat(server.fakes.asked).isEmpty();
    }

    @Test
    void shouldRefuseLargeValuesBeforeReadingThem() throws Exception {
        try (var socket = server.open()) {
            socket.getOutputStream().write(
                    "PUT /v1/kv/k HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n".getBytes());
            Got got = TestServer.read(socket.getInputStream(), "PUT");
            assertThat(got.status()).isEqualTo(413);
            assertThat(got.body()).isEqualTo("Request body(600000 bytes) too large, max size: 524288 bytes. See "
                    + "https://www.consul.io/docs/agent/options.html#kv_max_value_size.");
            assertThat(got.header("Connection")).isEqualTo("close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldSayWhyAReadFailed() throws Exception {
        server.fakes.fails(KvOperations.GET, CuriaException.failed("No path to datacenter"));
        Got got = server.get("/v1/kv/k?dc=x");
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.body()).isEqualTo("No path to datacenter");
        assertThat(got.header("X-Consul-Index")).isNull();
        assertThat(got.header("X-Consul-Knownleader")).isNull();
        assertThat(got.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void shouldSayOfAReadOfTheCatalogThatFailedWhatIsKnownAllTheSame() throws Exception {
        server.fakes.fails(CatalogOperations.LIST_NODES, CuriaException.failed("No path to datacenter"));
        Got got = server.get("/v1/catalog/nodes?dc=x");
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.header("X-Consul-Index")).isEqualTo("1");
        assertThat(got.header("X-Consul-Knownleader")).isEqualTo("false");
    }
}

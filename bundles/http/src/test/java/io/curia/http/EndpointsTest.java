package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.EventFeed;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.Coordinate;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.RaftConfiguration;
import io.curia.api.model.Session;
import io.curia.api.model.UserEvent;
import io.curia.api.model.Weights;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.WriteOptions;
import io.curia.http.TestServer.Got;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private TestServer server;
    private Fakes fakes;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        fakes = server.fakes;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"index=abc | Invalid index", "index=-1 | Invalid index",
        "index=18446744073709551616 | Invalid index", "wait=abc | Invalid wait time", "wait=10 | Invalid wait time",
        "stale&consistent | Cannot specify ?stale with ?consistent, conflicting semantics.",
        "cached&consistent | Cannot specify ?cached with ?consistent, conflicting semantics.",
        "stale&max_stale=abc | Invalid max_stale value \"abc\""})
    void shouldRefuseBadParameters(String query, String message) throws Exception {
        Got got = server.get("/v1/catalog/nodes?" + query);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body()).isEqualTo(message);
        assertThat(got.header("X-Consul-Index")).isNull();
        assertThat(fakes.asked).isEmpty();
    }

    @Test
    void shouldReadParametersAndTokens() throws Exception {
        fakes.value(CatalogOperations.SERVICE_NODES, List.of());
        fakes.control.results.put("defaultToken", "own");
        Got got = server.get("/v1/catalog/service/web?dc=dc2&index=5&wait=10s&stale&tag=a&tag=b&near=_agent"
                + "&node-meta=k:v&node-meta=x&filter=A%20%3D%3D%20b", "X-Consul-Token: secret");
        assertThat(got.body()).isEqualTo("[]");
        assertThat(got.header("X-Consul-Effective-Consistency")).isEqualTo("stale");
        assertThat(fakes.last().options())
                .isEqualTo(new ReadOptions("dc2", "secret", 5, 10_000, Consistency.STALE, 0, "A == b"));
        assertThat(fakes.last().request()).isEqualTo(new CatalogOperations.ServiceNodesRequest("web", List.of("a", "b"),
                false, Map.of("k", "v", "x", ""), "a"));
        server.get("/v1/catalog/nodes", "Authorization: bearer  t1 x");
        assertThat(((ReadOptions) fakes.last().options()).token()).isEqualTo("t1");
        server.get("/v1/catalog/nodes?token=t2&wait=-5s&max_stale=1s", "X-Consul-Token: t3");
        assertThat(fakes.last().options())
                .isEqualTo(new ReadOptions("", "t2", 0, 0, Consistency.STALE, 1000, ""));
        server.get("/v1/catalog/nodes");
        assertThat(((ReadOptions) fakes.last().options()).token()).isEqualTo("own");
    }

    @Test
    void shouldShowEmptyCatalogs() throws Exception {
        fakes.value(ConfigEntryOperations.LIST, List.of());
        fakes.value(HealthOperations.SERVICE_NODES, List.of());
        assertThat(server.get("/v1/catalog/node/absent").body()).isEqualTo("null");
        assertThat(server.get("/v1/catalog/gateway-services/absent").body()).isEqualTo("null");
        assertThat(server.get("/v1/connect/intentions").body()).isEqualTo("[]");
        assertThat(server.get("/v1/catalog/service/").body()).isEqualTo("Missing service name");
        Got passing = server.get("/v1/health/service/p?passing=maybe");
        assertThat(passing.status()).isEqualTo(400);
        assertThat(passing.body()).isEqualTo("Invalid value for ?passing");
        assertThat(passing.header("X-Consul-Effective-Consistency")).isEqualTo("leader");
        server.get("/v1/health/service/p?passing");
        assertThat(((HealthOperations.ServiceRequest) fakes.last().request()).passingOnly()).isTrue();
    }

    @Test
    void shouldRegisterInTheCatalog() throws Exception {
        assertThat(server.put("/v1/catalog/register", "").body()).isEqualTo("Request decode failed: EOF");
        assertThat(server.put("/v1/catalog/register", "{\"Bogus\":1}").body())
                .isEqualTo("Request decode failed: json: unknown field \"Bogus\"");
        Got got = server.put("/v1/catalog/register?dc=dc3",
                "{\"Node\":\"n\",\"Address\":\"1.2.3.4\",\"service\":{\"service\":\"s\"}}");
        assertThat(got.body()).isEqualTo("true");
        assertThat(fakes.last().options()).isEqualTo(new WriteOptions("dc3", ""));
        fakes.fails(CatalogOperations.DEREGISTER, CuriaException.failed("Must provide node"));
        assertThat(server.put("/v1/catalog/deregister", "{}").status()).isEqualTo(500);
        fakes.fails(CatalogOperations.DEREGISTER, CuriaException.failed("rpc error: Permission denied"));
        assertThat(server.put("/v1/catalog/deregister", "{}").status()).isEqualTo(403);
    }

    @Test
    void shouldCreateSessionsWithTheirDefaults() throws Exception {
        AtomicReference<Session> created = new AtomicReference<>();
        fakes.answer(SessionOperations.CREATE, (request, options) -> {
            created.set(((SessionOperations.CreateRequest) request).session());
            return java.util.concurrent.CompletableFuture.completedFuture("id-1");
        });
        assertThat(server.put("/v1/session/create", null).body()).isEqualTo("{\"ID\":\"id-1\"}");
        assertThat(created.get()).isEqualTo(new Session("", "", "a", 15_000_000_000L, "release", "",
                List.of("serfHealth"), null, null, 0, 0));
        server.put("/v1/session/create", "{\"LockDelay\":10,\"Checks\":[],\"Bogus\":1}");
        assertThat(created.get().lockDelay()).isEqualTo(10_000_000_000L);
        assertThat(created.get().nodeChecks()).isEmpty();
        assertThat(created.get().checks()).isNull();
        server.put("/v1/session/create", "{\"LockDelay\":\"5s\",\"Checks\":[\"serfHealth\",\"x\"]}");
        assertThat(created.get().checks()).containsExactly("serfHealth", "x");
        assertThat(created.get().nodeChecks()).containsExactly("serfHealth");
        assertThat(server.put("/v1/session/create", "{\"LockDelay\":\"abc\"}").body())
                .isEqualTo("Request decode failed: time: invalid duration \"abc\"");
        fakes.answer(SessionOperations.RENEW, (q, o) -> java.util.concurrent.CompletableFuture.completedFuture(null));
        assertThat(server.put("/v1/session/renew/x", null).body()).isEqualTo("Session id 'x' not found");
        assertThat(server.get("/v1/session/info/").body()).isEqualTo("Missing session");
    }

    @Test
    void shouldRunTransactions() throws Exception {
        fakes.value(TxnOperations.READ, new TxnOperations.Outcome(List.of(), null));
        fakes.value(TxnOperations.APPLY, new TxnOperations.Outcome(null,
                List.of(new TxnOperations.Failure(0, "key \"t\" exists"))));
        Got read = server.put("/v1/txn", "[{\"KV\":{\"Verb\":\"get\",\"Key\":\"x\"}},{}]");
        assertThat(read.body()).isEqualTo("{\"Results\":[],\"Errors\":null,\"Index\":1,\"LastContact\":0,"
                + "\"KnownLeader\":true,\"ConsistencyLevel\":\"\",\"NotModified\":false,\"Backend\":0}");
        assertThat(read.header("X-Consul-Index")).isNull();
        assertThat(read.header("X-Consul-Knownleader")).isEqualTo("true");
        Got failed = server.put("/v1/txn", "[{\"KV\":{\"Verb\":\"set\",\"Key\":\"t\",\"Value\":\"MQ==\"}}]");
        assertThat(failed.status()).isEqualTo(409);
        assertThat(failed.body())
                .isEqualTo("{\"Results\":null,\"Errors\":[{\"OpIndex\":0,\"What\":\"key \\\"t\\\" exists\"}]}");
        assertThat(server.put("/v1/txn", "").body()).isEqualTo("Failed to parse body: EOF");
        String many = "[" + "{\"KV\":{\"Verb\":\"get\",\"Key\":\"x\"}},".repeat(64) + "{}]";
        Got large = server.put("/v1/txn", many);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("Transaction contains too many operations (65 > 64)");
        server.put("/v1/txn", "[{\"Node\":{\"Verb\":\"bogus\",\"Node\":{\"Node\":\"n\"}}}]");
        assertThat(fakes.last().operation()).isEqualTo("Txn.Apply");
        server.put("/v1/txn", "[{\"KV\":{\"Verb\":\"dance\",\"Key\":\"n\"}}]");
        assertThat(fakes.last().operation()).isEqualTo("Txn.Read");
    }

    @Test
    void shouldServeCoordinates() throws Exception {
        assertThat(server.get("/v1/coordinate/nodes").status()).isEqualTo(401);
        fakes.control.results.put("coordinate", Coordinate.ORIGIN);
        fakes.value(CoordinateOperations.NODE, List.of());
        Got none = server.get("/v1/coordinate/node/none");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.header("X-Consul-Index")).isNull();
        Got update = server.put("/v1/coordinate/update", "{\"Node\":\"n\",\"Coord\":{\"Vec\":[0.5],\"Error\":1}}");
        assertThat(update.status()).isEqualTo(200);
        assertThat(update.header("Content-Type")).isNull();
    }

    @Test
    void shouldServePreparedQueries() throws Exception {
        fakes.value(QueryOperations.APPLY, "id-2");
        assertThat(server.send("POST", "/v1/query", "{\"Name\":\"q\",\"Service\":{\"Service\":\"s\"}}").body())
                .isEqualTo("{\"ID\":\"id-2\"}");
        QueryOperations.ApplyRequest applied = (QueryOperations.ApplyRequest) fakes.last().request();
        assertThat(applied.action()).isEqualTo("create");
        assertThat(applied.query().service().failover()).isEqualTo(PreparedQuery.Failover.NONE);
        fakes.value(QueryOperations.GET, List.of());
        Got missing = server.get("/v1/query/x");
        assertThat(missing.body()).isEqualTo("Query not found");
        assertThat(missing.header("X-Consul-Index")).isNull();
        fakes.value(QueryOperations.EXECUTE, new QueryOperations.Execution("s", null, PreparedQuery.Dns.NONE, "dc1", 0));
        Got execute = server.get("/v1/query/q/execute?limit=3&near=_agent&connect");
        assertThat(execute.body()).isEqualTo("{\"Service\":\"s\",\"Nodes\":[],\"DNS\":{\"TTL\":\"\"},"
                + "\"Datacenter\":\"dc1\",\"Failovers\":0,\"Index\":1,\"LastContact\":0,\"KnownLeader\":true,"
                + "\"ConsistencyLevel\":\"leader\",\"NotModified\":false,\"Backend\":0}");
        assertThat(execute.header("X-Consul-Index")).isEqualTo("1");
        assertThat(fakes.last().request())
                .isEqualTo(new QueryOperations.ExecuteRequest("q", "a", 3, true, "a", "127.0.0.1"));
        assertThat(server.get("/v1/query/q/execute?limit=x").body())
                .isEqualTo("Bad limit: strconv.Atoi: parsing \"x\": invalid syntax");
        fakes.fails(QueryOperations.EXPLAIN, CuriaException.notFound("Query not found"));
        Got explain = server.get("/v1/query/none/explain");
        assertThat(explain.status()).isEqualTo(404);
        assertThat(explain.header("X-Consul-Index")).isNull();
    }

    @Test
    void shouldFireAndListEvents() throws Exception {
        assertThat(server.put("/v1/event/fire/deploy?node=a", "hi").body())
                .isEqualTo("{\"ID\":\"\",\"Name\":\"deploy\",\"Payload\":\"aGk=\",\"NodeFilter\":\"a\","
                        + "\"ServiceFilter\":\"\",\"TagFilter\":\"\",\"Version\":1,\"LTime\":0}");
        UserEvent event = new UserEvent("i", "deploy", null, "", "", "", 1, 2);
        fakes.events.snapshot = new EventFeed.Snapshot(List.of(event), -3);
        Got list = server.get("/v1/event/list?name=deploy&index=12");
        assertThat(list.header("X-Consul-Index")).isEqualTo("18446744073709551613");
        assertThat(list.header("X-Consul-Knownleader")).isNull();
        fakes.events.awaited.complete(new EventFeed.Snapshot(List.of(), 9));
        assertThat(server.get("/v1/event/list?index=18446744073709551613").header("X-Consul-Index")).isEqualTo("9");
    }

    @Test
    void shouldSayWhatTheAgentsCacheWouldHaveAnswered() throws Exception {
        fakes.value(CatalogOperations.LIST_SERVICES, Map.of());
        fakes.value(CatalogOperations.LIST_NODES, List.of());
        assertThat(server.get("/v1/catalog/services").header("X-Cache")).isNull();
        Got first = server.get("/v1/catalog/services?cached");
        assertThat(first.header("X-Cache")).isEqualTo("MISS");
        assertThat(first.header("Age")).isNull();
        Got second = server.get("/v1/catalog/services?cached");
        assertThat(second.header("X-Cache")).isEqualTo("HIT");
        assertThat(second.header("Age")).isEqualTo("0");
        assertThat(server.get("/v1/catalog/services?cached&dc=dc2").header("X-Cache")).isEqualTo("MISS");
        assertThat(server.get("/v1/catalog/services?cached", "Cache-Control: must-revalidate").header("X-Cache"))
                .isEqualTo("MISS");
        assertThat(server.get("/v1/catalog/nodes?cached").header("X-Cache")).isNull();
    }

    @Test
    void shouldIgnoreFiltersWhereNoneIsTaken() throws Exception {
        fakes.value(SessionOperations.LIST, List.of());
        assertThat(server.get("/v1/session/list?filter=bogus").status()).isEqualTo(200);
        assertThat(((ReadOptions) fakes.last().options()).filter()).isEmpty();
        fakes.value(CoordinateOperations.LIST_NODES, List.of());
        server.get("/v1/coordinate/nodes?filter=bogus");
        assertThat(((ReadOptions) fakes.last().options()).filter()).isEmpty();
    }

    @Test
    void shouldRefuseEscapesThatAreBrokenTheSecondTime() throws Exception {
        Got got = server.get("/v1/agent/service/a%25zz");
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.body())
                .isEqualTo("failure in unescaping path param \"a%zz\": invalid URL escape \"%zz\"");
    }

    @Test
    void shouldManageTheAgentsServices() throws Exception {
        AgentService service = new AgentService("", "s1", "s", List.of(), Map.of(), 80, "", "", null, Weights.DEFAULT,
                false, 0, 0, "hash1", null, null, "dc1");
        fakes.local.results.put("service", service);
        Got got = server.get("/v1/agent/service/s1");
        assertThat(got.header("X-Consul-Contenthash")).isEqualTo("hash1");
        fakes.local.results.put("awaitService", java.util.concurrent.CompletableFuture.completedFuture(service));
        server.get("/v1/agent/service/s1?hash=hash1&wait=2s");
        assertThat(fakes.local.calls).contains("awaitService[s1, hash1, 2000]");
        assertThat(server.put("/v1/agent/service/register", "").body()).isEqualTo("Request decode failed: EOF");
        Got registered = server.put("/v1/agent/service/register?replace-existing-checks", "web");
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.header("Content-Type")).isNull();
        assertThat(fakes.local.calls.get(fakes.local.calls.size() - 1)).startsWith("register[").endsWith(", true, ]");
        assertThat(server.put("/v1/agent/service/deregister/", null).body()).isEqualTo("ServiceID missing");
        assertThat(server.put("/v1/agent/service/maintenance/x", null).body()).isEqualTo("Missing value for enable");
        assertThat(server.put("/v1/agent/maintenance?enable", null).body()).isEqualTo("Invalid value for enable: \"\"");
        assertThat(server.put("/v1/agent/maintenance?enable=zz", null).body())
                .isEqualTo("Invalid value for enable: \"zz\"");
        assertThat(server.put("/v1/agent/check/update/c", "{\"Status\":\"foo\"}").body())
                .isEqualTo("Invalid check status: 'foo'");
        server.put("/v1/agent/check/warn/c?note=hm", null);
        assertThat(fakes.local.calls).contains("updateTtl[c, warning, hm]");
    }

    @Test
    void shouldAggregateTheHealthOfServices() throws Exception {
        AgentService service = new AgentService("", "s1", "s", List.of(), Map.of(), 80, "", "", null, Weights.DEFAULT,
                false, 0, 0, "", null, null, "dc1");
        HealthCheck check = new HealthCheck("a", "c", "n", "warning", "", "", "s1", "s", List.of(), "ttl", "", "", 0,
                null, 0, 0);
        fakes.local.results.put("services", Map.of("s1", service));
        fakes.local.results.put("checks", Map.of("c", check));
        Got got = server.get("/v1/agent/health/service/id/s1");
        assertThat(got.status()).isEqualTo(429);
        assertThat(got.header("X-Consul-Reason")).isEqualTo("warning");
        assertThat(got.body()).contains("\"AggregatedStatus\":\"warning\"", "\"Interval\":\"0s\"",
                "\"ServiceTags\":null,\"Type\":\"\"");
        assertThat(server.get("/v1/agent/health/service/name/s?format=text").body()).isEqualTo("warning");
        Got missing = server.get("/v1/agent/health/service/id/none");
        assertThat(missing.body()).isEqualTo("{\"AggregatedStatus\":\"critical\",\"Service\":null,\"Checks\":null}");
        assertThat(server.get("/v1/agent/health/service/name/none").body()).isEqualTo("[]");
        assertThat(server.get("/v1/agent/health/service/id/").body()).isEqualTo("Bad request: Missing serviceID");
        assertThat(server.get("/v1/agent/health/service/id/none?format=text").body())
                .isEqualTo("\"ServiceId none not found\"");
    }

    @Test
    void shouldTellAboutTheAgent() throws Exception {
        Got self = server.get("/v1/agent/self");
        assertThat(self.body()).startsWith("{\"Config\":{\"Datacenter\":\"dc1\",\"PrimaryDatacenter\":\"dc1\","
                + "\"NodeName\":\"a\",\"NodeID\":").contains("\"xDS\":{\"SupportedProxies\":{\"envoy\":[");
        assertThat(server.get("/v1/agent/host").body()).contains("\"Memory\":{", "\"CPU\":[{", "\"CollectionTime\":");
        assertThat(server.get("/v1/agent/members?segment=x").status()).isEqualTo(500);
        assertThat(server.get("/v1/agent/monitor?loglevel=bogus").body())
                .isEqualTo("Bad request: Unknown log level: bogus");
        assertThat(server.get("/v1/agent/metrics").body()).startsWith("{\"Timestamp\":").contains("\"Points\":[]");
        assertThat(server.get("/v1/agent/metrics?format=prometheus").status()).isEqualTo(415);
        assertThat(server.put("/v1/agent/token/default", "{}").status()).isEqualTo(401);
        assertThat(server.get("/v1/acl/token/self").body()).isEqualTo("ACL support disabled");
        server.fakes.value(OperatorOperations.RAFT_CONFIGURATION, new RaftConfiguration(List.of(
                new RaftConfiguration.RaftServer("i", "a", "127.0.0.1:8300", true, "3", true)), 7));
        assertThat(server.get("/v1/operator/raft/configuration").body()).contains("\"Leader\":true");
        Got snapshot = server.get("/v1/snapshot");
        assertThat(snapshot.bytes()).containsExactly(1, 2, 3);
        assertThat(snapshot.header("Content-Type")).isEqualTo("application/x-gzip");
        assertThat(server.put("/v1/snapshot", "xyz").status()).isEqualTo(200);
    }

    @Test
    void shouldStreamTheLog() throws Exception {
        AtomicReference<Consumer<String>> sink = new AtomicReference<>();
        AtomicReference<String> closed = new AtomicReference<>();
        fakes.logs = (level, json, to) -> {
            sink.set(to);
            return () -> closed.set(level);
        };
        try (var socket = server.open()) {
            socket.getOutputStream().write(TestServer.request("GET", "/v1/agent/monitor?loglevel=WARN", null));
            var in = socket.getInputStream();
            for (String line = TestServer.line(in); !line.isEmpty(); line = TestServer.line(in)) {
                assertThat(line).doesNotStartWith("Content-Length");
            }
            sink.get().accept("first");
            assertThat(TestServer.line(in)).isEqualTo("6");
            assertThat(TestServer.line(in)).isEqualTo("first");
        }
        org.awaitility.Awaitility.await().until(() -> {
            sink.get().accept("more");
            return "warn".equals(closed.get());
        });
    }

    @Test
    void shouldServeConfigurationEntries() throws Exception {
        assertThat(server.put("/v1/config", "{}").body()).isEqualTo(
                "Bad request: Request decoding failed: Payload does not contain a kind/Kind key at the top level");
        assertThat(server.put("/v1/config", "{\"Kind\":\"nope\"}").body())
                .isEqualTo("Bad request: Request decoding failed: invalid config entry kind: nope");
        assertThat(server.put("/v1/config", "{\"Kind\":\"service-defaults\",\"Bogus\":1}").body()).isEqualTo(
                "Bad request: Request decoding failed: 1 error occurred:\n\t* invalid config key \"Bogus\"\n\n");
        server.put("/v1/config?cas=3", "{\"kind\":\"service-defaults\",\"name\":\"w\",\"mesh_gateway\":{\"mode\":\"local\"},"
                + "\"meta\":{\"a_b\":\"c\"}}");
        ConfigEntry entry = new ConfigEntry("service-defaults", "w",
                Map.of("MeshGateway", Map.of("Mode", "local"), "Meta", Map.of("a_b", "c")), 0, 0);
        assertThat(fakes.last().request()).isEqualTo(new ConfigEntryOperations.ApplyRequest(entry, 3));
        fakes.value(ConfigEntryOperations.GET, entry);
        assertThat(server.get("/v1/config/service-defaults/w").body()).isEqualTo("{\"CreateIndex\":0,\"Expose\":{},"
                + "\"Kind\":\"service-defaults\",\"MeshGateway\":{\"Mode\":\"local\"},\"Meta\":{\"a_b\":\"c\"},"
                + "\"ModifyIndex\":0,\"Name\":\"w\",\"Protocol\":\"\",\"TransparentProxy\":{}}");
        fakes.values.remove(ConfigEntryOperations.GET.name());
        Got missing = server.get("/v1/config/service-defaults/none");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("X-Consul-Index")).isEqualTo("7");
        assertThat(server.get("/v1/config/nope").body()).isEqualTo("invalid config entry kind: nope");
        assertThat(server.send("DELETE", "/v1/config/nope/x", null).status()).isEqualTo(400);
        assertThat(server.send("DELETE", "/v1/config/service-defaults", null).status()).isEqualTo(404);
        assertThat(server.send("DELETE", "/v1/config/service-defaults/", null).body()).isEqualTo("{}");
    }

    @Test
    void shouldSummarizeForTheWebInterface() throws Exception {
        fakes.value(InternalOperations.NODE_INFO, List.of());
        assertThat(server.get("/v1/internal/ui/node/none").status()).isEqualTo(404);
        assertThat(server.get("/v1/internal/ui/node/").body()).isEqualTo("Missing node name");
        fakes.value(InternalOperations.NODE_DUMP, List.of());
        assertThat(server.get("/v1/internal/ui/services").body()).isEqualTo("[]");
    }

    /** A class that cannot be loaded, for one: without an answer the client would wait for ever. */
    @Test
    void shouldAnswerWhenAnErrorIsThrown() throws Exception {
        fakes.answer(CatalogOperations.LIST_NODES, (q, o) -> {
            throw new NoClassDefFoundError("gone");
        });
        Got got = server.get("/v1/catalog/nodes");
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.body()).isEqualTo("internal error");
    }

    @Test
    void shouldNotTellClientsAboutBugs() throws Exception {
        fakes.answer(CatalogOperations.LIST_NODES, (q, o) -> {
            throw new IllegalStateException("secret detail");
        });
        Got got = server.get("/v1/catalog/nodes");
        assertThat(got.status()).isEqualTo(500);
        assertThat(got.body()).isEqualTo("internal error");
    }
}

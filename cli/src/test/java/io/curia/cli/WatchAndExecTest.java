package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchAndExecTest {

    private static final String ENTRY = "[{\"Node\":{\"ID\":\"\",\"Node\":\"n1\",\"Address\":\"10.0.0.1\",\"Datacenter\":\"dc1\","
        + "\"TaggedAddresses\":null,\"Meta\":null,\"CreateIndex\":5,\"ModifyIndex\":5},\"Service\":{\"ID\":\"web\",\"Service\":\"web\","
        + "\"Tags\":[\"t\"],\"Address\":\"\",\"Meta\":null,\"Port\":80,\"Weights\":{\"Passing\":1,\"Warning\":1},\"EnableTagOverride\":false,"
        + "\"Proxy\":{\"Mode\":\"\",\"MeshGateway\":{},\"Expose\":{}},\"Connect\":{},\"CreateIndex\":5,\"ModifyIndex\":5},\"Checks\":[{\"Node\":\"n1\","
        + "\"CheckID\":\"c\",\"Name\":\"c\",\"Status\":\"warning\",\"Notes\":\"\",\"Output\":\"\",\"ServiceID\":\"web\",\"ServiceName\":\"web\","
        + "\"ServiceTags\":[\"t\"],\"Type\":\"\",\"Interval\":\"\",\"Timeout\":\"\",\"ExposedPort\":0,\"Definition\":{\"Interval\":\"90s\"},"
        + "\"CreateIndex\":5,\"ModifyIndex\":5}]}]";

    private final FakeStore store = new FakeStore();
    private FakeAgent agent;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(this::answer);
        cli = Cli.on(agent);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    private FakeAgent.Reply answer(FakeAgent.Request request) throws Exception {
        switch (request.path()) {
            case "/v1/health/service/web":
                return FakeAgent.Reply.json(ENTRY);
            case "/v1/agent/self":
                return FakeAgent.Reply.json("{\"Config\":{\"Datacenter\":\"dc1\",\"NodeName\":\"a\"}}");
            case "/v1/event/fire/_rexec":
                String base = "_rexec/session-1/";
                store.put(base + "n1/ack", "", "", "0");
                store.put(base + "n1/out/00000", "hi\nthere\n", "", "0");
                store.put(base + "n1/exit", "0", "", "0");
                return FakeAgent.Reply.json("{\"ID\":\"e\"}");
            default:
                return store.answer(request);
        }
    }

    @Test
    void showsAServiceInTheClientsForm() {
        assertThat(cli.run("watch", "-type=service", "-service=web", "-tag=t", "-passingonly=true")).isZero();
        assertThat(agent.last().target()).isEqualTo("/v1/health/service/web?passing=1&tag=t");
        assertThat(cli.out()).startsWith("[\n    {\n        \"Node\": {\n            \"ID\": \"\",\n").contains("\"Interval\": \"1m30s\"")
            .contains("\"Timeout\": \"0s\"").contains("\"Header\": null").contains("\"Connect\": {}").doesNotContain("ExposedPort").doesNotContain("Mode");
    }

    @Test
    void showsAKeyOrNull() {
        store.put("k", "one", "", "0");
        assertThat(cli.run("watch", "-type=key", "-key=k")).isZero();
        assertThat(cli.out()).startsWith("{\n    \"Key\": \"k\",\n    \"CreateIndex\": 11,").contains("\"Value\": \"b25l\",\n    \"Session\": \"\"");
        assertThat(cli.run("watch", "-type=key", "-key=none")).isZero();
        assertThat(cli.out()).isEqualTo("null\n");
    }

    @Test
    void refusesIncompleteWatches() {
        assertThat(cli.run("watch")).isEqualTo(1);
        assertThat(cli.err()).startsWith("Watch type must be specified\n\nUsage: consul watch");
        assertThat(cli.run("watch", "-type=bogus")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Unsupported watch type: bogus\n");
        assertThat(cli.run("watch", "-type=key")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Must specify a single key to watch\n");
        assertThat(cli.run("watch", "-type=checks", "-state=any", "-service=web")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Cannot specify service and state\n");
    }

    @Test
    void runsAHandlerAtEveryChange(@TempDir Path folder) throws Exception {
        Path seen = folder.resolve("seen");
        store.put("k", "one", "", "0");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> cli.run("watch", "-type=key", "-key=k",
            "echo $CONSUL_INDEX >> " + seen + "; cat >> " + seen + "; [ $CONSUL_INDEX = 11 ]"));
        Awaitility.await().until(() -> agent.requests().stream().anyMatch(request -> request.target().contains("index=11")));
        store.put("k", "two", "", "0");
        assertThat(code.join()).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error executing handler: exit status 1\n");
        assertThat(Files.readAllLines(seen)).hasSize(4).startsWith("11").element(3).asString().contains("\"Value\":\"dHdv\"");
    }

    @Test
    void runsAJobAndShowsItsOutput() {
        assertThat(cli.run("exec", "-wait=200ms", "-service=web", "echo", "hi")).isZero();
        assertThat(cli.out()).isEqualTo("    n1: hi\n    n1: there\n1 / 1 node(s) completed / acknowledged\n");
        FakeAgent.Request job = agent.requests().stream().filter(request -> request.path().endsWith("/job")).findFirst().orElseThrow();
        assertThat(job.target()).isEqualTo("/v1/kv/_rexec/session-1/job?acquire=session-1");
        assertThat(job.text()).isEqualTo("{\"Command\":\"echo hi\",\"Wait\":200000000}");
        FakeAgent.Request event = agent.requests().stream().filter(request -> request.path().contains("/event/")).findFirst().orElseThrow();
        assertThat(event.target()).isEqualTo("/v1/event/fire/_rexec?service=web");
        assertThat(event.text()).isEqualTo("{\"Prefix\":\"_rexec\",\"Session\":\"session-1\"}");
        assertThat(store.names()).isEmpty();
        assertThat(store.destroyed()).containsExactly("session-1");
    }

    @Test
    void wantsSomethingToExecute() {
        assertThat(cli.run("exec")).isEqualTo(1);
        assertThat(cli.err()).startsWith("Must specify a command to execute\n\nUsage: consul exec");
    }
}

package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Expose;
import io.curia.api.model.ExposePath;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.TransparentProxy;
import io.curia.api.model.Upstream;
import io.curia.api.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The messages against the field numbers of Consul's protocol files. */
class EventsTest {
    private static final List<String> EVENT = List.of("10", "10.2", "10.2.1", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2",
            "10.2.2.6", "10.2.2.8", "10.2.2.11", "10.2.2.12", "10.2.2.14", "10.2.2.15", "10.2.2.15.2", "10.2.2.16", "10.2.3",
            "10.2.3.10", "10.2.3.10.3", "10.2.3.10.3.2", "10.2.3.10.6", "10.2.3.10.7", "10.2.3.10.8", "10.2.3.10.17", "10.2.3.11",
            "10.2.3.13", "10.2.2.11.5", "10.2.2.11.6", "10.2.2.11.6.7", "10.2.2.11.6.7.1", "10.2.2.11.6.7.1.2",
            "10.2.2.11.6.8", "10.2.2.11.7", "10.2.2.11.8", "10.2.2.11.8.2", "10.2.2.11.10",
            "10.2.2.11.5.1", "10.2.2.11.5.1.2", "10.2.2.11.5.1.2.5", "10.2.2.11.5.1.2.5.1", "10.2.2.11.5.1.2.5.1.2",
            "10.2.2.11.5.1.2.6", "10.2.2.11.5.1.2.6.1");

    private static final Node NODE = new Node("id", "n", "10.0.0.1", "dc1", Map.of("lan", "10.0.0.2"), Map.of("m", "v"), 3, 300);

    private static NodeService bare(String id) {
        return new NodeService("", id, "web", null, "", null, null, 0, "", null, false, null, null, 0, 0);
    }

    @Test
    void shouldFrameSnapshots() {
        assertThat(HexFormat.of().formatHex(Events.endOfSnapshot(300))).isEqualTo("08ac02" + "1001");
        assertThat(HexFormat.of().formatHex(Events.newSnapshotToFollow(300))).isEqualTo("08ac02" + "1801");
        assertThat(HexFormat.of().formatHex(Events.batch(1, List.of(new byte[] {8, 1}, new byte[0]))))
                .isEqualTo("0801" + "2206" + "0a020801" + "0a00");
    }

    @Test
    void shouldTellOfAnInstance() {
        NodeService service = new NodeService("", "web-1", "web", List.of("a", ""), "10.1.1.1",
                Map.of("wan", new ServiceAddress("1.2.3.4", 99)), Map.of("k", ""), 8080, "/sock", new Weights(3, 1), true,
                Proxy.NONE, new ServiceConnect(true, null), 5, 6);
        HealthCheck check = new HealthCheck("n", "c", "name", "passing", "notes", "out", "web-1", "web", List.of("a"), "http",
                "10s", "1s", 21500, new CheckInfo(10_000_000_000L, 1_500_000_000L, 60_000_000_000L, "http://x", "sni", true,
                        Map.of("H", List.of("1", "2")), "GET", "body", true, "tcp", "udp", "h2", 4096, List.of("sh"), "dock",
                        "bash", "grpc", true, "an", "as", "os", 5_000_000_000L), 7, 8);
        String text = ProtoText.of(Events.register(300, new CheckServiceNode(NODE, service, List.of(check))), EVENT);
        assertThat(text).isEqualTo("{1=300, 10={2={"
                + "1={1=\"id\", 2=\"n\", 3=\"10.0.0.1\", 4=\"dc1\", 5={1=\"lan\", 2=\"10.0.0.2\"}, 6={1=\"m\", 2=\"v\"}, "
                + "7={1=3, 2=300}}, "
                + "2={2=\"web-1\", 3=\"web\", 4=\"a\", 4=\"\", 5=\"10.1.1.1\", 6={1=\"k\"}, 7=8080, 8={1=3, 2=1}, 9=1, "
                + "11={7={}, 8={}, 10={}}, 12={1=1}, 14={1=5, 2=6}, 15={1=\"wan\", 2={1=\"1.2.3.4\", 2=99}}, 16={}, "
                + "17=\"/sock\"}, "
                + "3={1=\"n\", 2=\"c\", 3=\"name\", 4=\"passing\", 5=\"notes\", 6=\"out\", 7=\"web-1\", 8=\"web\", 9=\"a\", "
                + "10={1=\"http://x\", 2=1, 3={1=\"H\", 2={1=\"1\", 1=\"2\"}}, 4=\"GET\", 5=\"tcp\", 6={1=10}, "
                + "7={1=1, 2=500000000}, 8={1=60}, 9=4096, 10=\"sh\", 11=\"dock\", 12=\"bash\", 13=\"grpc\", 14=1, 15=\"an\", "
                + "16=\"as\", 17={1=5}, 18=\"body\", 19=\"sni\", 20=\"h2\", 22=1, 23=\"udp\"}, "
                + "11={1=7, 2=8}, 12=\"http\", 13={}, 14=21500, 15=\"10s\", 16=\"1s\"}}}}");
    }

    @Test
    void shouldTellOfAProxy() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("n", null);
        config.put("i", 0);
        config.put("t", "");
        config.put("b", false);
        config.put("s", Map.of("x", 1.5));
        config.put("l", new ArrayList<>(Arrays.asList(1, "a")));
        Upstream upstream = new Upstream("service", "", "db", "dc2", "127.0.0.1", 99, "/u", "0600", Map.of("p", true),
                new MeshGateway("local"), true);
        Proxy proxy = new Proxy("web", "web-1", "127.0.0.1", 8080, "/l", "transparent", config, List.of(upstream),
                new MeshGateway("remote"), new Expose(true, List.of(new ExposePath(1, "/p", 2, "http2", true))),
                new TransparentProxy(15001, true));
        NodeService service = new NodeService(NodeService.CONNECT_PROXY, "p", "web-proxy", null, "", null, null, 0, "",
                Weights.DEFAULT, false, proxy, ServiceConnect.NONE, 0, 0);
        String text = ProtoText.of(Events.register(1, new CheckServiceNode(NODE, service, List.of())), EVENT);
        assertThat(text).contains("11={1=\"web\", 2=\"web-1\", 3=\"127.0.0.1\", 4=8080, "
                + "5={1={1=\"n\", 2={1=0}}, 1={1=\"i\", 2={2=0.0}}, 1={1=\"t\", 2={3=\"\"}}, 1={1=\"b\", 2={4=0}}, "
                + "1={1=\"s\", 2={5={1={1=\"x\", 2={2=1.5}}}}}, 1={1=\"l\", 2={6={1={2=1.0}, 1={3=\"a\"}}}}}, "
                + "6={1=\"service\", 3=\"db\", 4=\"dc2\", 5=\"127.0.0.1\", 6=99, 7={1={1=\"p\", 2={4=1}}}, 8={1=\"local\"}, 9=1, "
                + "10=\"/u\", 11=\"0600\"}, 7={1=\"remote\"}, 8={1=1, 2={1=1, 2=\"/p\", 3=2, 4=\"http2\", 5=1}}, "
                + "9=\"transparent\", 10={1=15001, 2=1}, 11=\"/l\"}");
    }

    @Test
    void shouldTellWhoIsGoneAndNothingOfItsHealth() {
        CheckServiceNode instance = new CheckServiceNode(NODE, bare("web-1"),
                List.of(new HealthCheck("n", "c", "", "", "", "", "", "", null, "", "", "", 0, null, 0, 0)));
        String text = ProtoText.of(Events.deregister(9, instance), EVENT);
        assertThat(text).startsWith("{1=9, 10={1=1, 2={1={1=\"id\", 2=\"n\"").contains("2=\"web-1\"").doesNotContain("\"c\"");
    }

    @Test
    void shouldWriteMessagesLongerThanTheirPrefixSeems() {
        CheckServiceNode instance = new CheckServiceNode(NODE, bare("x".repeat(100_000)), List.of());
        assertThat(ProtoText.of(Events.register(1, instance), EVENT)).contains("x".repeat(100_000)).endsWith("16={}}}}}");
    }
}

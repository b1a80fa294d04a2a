package io.curia.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.agent.AgentControl;
import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shell: configuration in, sockets out. */
class DnsServerComponentTest {
    private static final AgentControl AGENT = (AgentControl) Proxy.newProxyInstance(
            DnsServerComponentTest.class.getClassLoader(), new Class<?>[] {AgentControl.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "nodeName" -> "a";
                case "datacenter" -> "dc1";
                case "defaultToken" -> "";
                default -> throw new AssertionError("not asked: " + method);
            });

    private final FakeDirectory directory = new FakeDirectory();

    private static String freeAddress() throws IOException {
        return "127.0.0.1:" + FreePorts.one();
    }

    private static int ttl(String address) throws IOException {
        byte[] query = DnsFixture.query("n.node.consul", "A", -1).toWire();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5000);
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            socket.send(new DatagramPacket(query, query.length, InetAddress.getLoopbackAddress(), port));
            DatagramPacket in = new DatagramPacket(new byte[512], 512);
            socket.receive(in);
            return (int) DnsFixture.parse(Arrays.copyOf(in.getData(), in.getLength())).getSection(1).get(0).getTTL();
        }
    }

    @Test
    void servesUnderItsConfiguration() throws IOException {
        directory.node("n", "10.0.0.1", Map.of());
        String address = freeAddress();
        DnsServerComponent component = new DnsServerComponent(directory, AGENT,
                TestSettings.config("addresses", new String[] {address}, "node_ttl_s", 5L));
        assertThat(ttl(address)).isEqualTo(5);
        component.modified(TestSettings.config("addresses", new String[] {address}, "node_ttl_s", 6L));
        assertThat(ttl(address)).isEqualTo(6);
        component.modified(TestSettings.config("addresses", new String[] {"nonsense"}, "node_ttl_s", 7L));
        assertThat(ttl(address)).isEqualTo(6);
        component.deactivate();
    }

    @Test
    void refusesAPortInUseInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> new DnsServerComponent(directory, AGENT,
                    TestSettings.config("addresses", new String[] {address})))
                    .isInstanceOf(IllegalStateException.class).hasNoCause()
                    .hasMessage("DNS cannot listen on tcp " + address + ": Address already in use");
        }
    }
}

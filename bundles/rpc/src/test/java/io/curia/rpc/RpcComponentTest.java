package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.platform.Lifecycle;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcTarget;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
class RpcComponentTest {
    private static final byte[] BODY = {(byte) 0xA2, 'h', 'i'};

    private final Map<Object, Object> published = new ConcurrentHashMap<>();
    private final AtomicInteger exit = new AtomicInteger(-1);

    private interface Call {
        Object on(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call.on(method, arguments)));
    }

    private static RpcConfig config(Map<String, Object> values) {
        return proxy(RpcConfig.class, (method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private RpcComponent activate(Map<String, Object> values) {
        BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
            published.put(arguments[0], arguments[1]);
            return proxy(ServiceRegistration.class, (unregister, none) -> published.remove(arguments[0]));
        });
        Lifecycle lifecycle = proxy(Lifecycle.class, (method, arguments) -> {
            exit.set((Integer) arguments[0]);
            return null;
        });
        return new RpcComponent(context, config(values), lifecycle);
    }

    private static String freeAddress() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private byte[] call(String address) throws Exception {
        RpcClient client = (RpcClient) published.get(RpcClient.class);
        return client.call(new RpcTarget("dc1", "self", address, false), "Status.Ping", BODY, 5000).get(10, TimeUnit.SECONDS);
    }

    @Test
    void serverShouldListenAnswerAndLetGoOfThePort() throws Exception {
        String address = freeAddress();
        RpcComponent component = activate(Map.of("server", true, "bind__address", address));
        assertThat(published).containsOnlyKeys(RpcClient.class, ConsensusTransport.class);
        assertThatThrownBy(() -> call(address)).hasMessageContaining("rpc: server is not ready");

        component.setHandler(TestServer.echo());
        assertThat(call(address)).isEqualTo(BODY);

        component.stop();
        assertThat(published).isEmpty();
        new ServerSocket(Integer.parseInt(address.substring(10)), 1, InetAddress.getByName("127.0.0.1")).close();
        assertThat(exit.get()).isEqualTo(-1);
    }

    @Test
    void clientShouldHaveNoListener() throws Exception {
        String address = freeAddress();
        RpcComponent component = activate(Map.of("server", false, "bind__address", address));
        assertThat(published).containsOnlyKeys(RpcClient.class);
        assertThatThrownBy(() -> call(address)).hasMessageContaining("Connection refused");
        component.stop();
    }

    @Test
    void shouldEndTheAgentWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            RpcComponent component = activate(Map.of("server", true, "bind__address", "127.0.0.1:" + taken.getLocalPort()));
            assertThat(exit.get()).isEqualTo(1);
            assertThat(published).doesNotContainKey(ConsensusTransport.class);
            component.stop();
        }
    }

    @Test
    void shouldEndTheAgentWhenTlsCannotBeSetUp() {
        RpcComponent component = activate(Map.of("server", true, "tls__verify__incoming", true));
        assertThat(exit.get()).isEqualTo(1);
        assertThat(published).isEmpty();
        component.stop();
    }

    @Test
    void shouldKeepServingWhenAReloadMakesNoSense() throws Exception {
        String address = freeAddress();
        Map<String, Object> values = new HashMap<>(Map.of("server", true, "bind__address", address));
        RpcComponent component = activate(values);
        component.setHandler(TestServer.echo());
        values.put("tls__verify__incoming", true);
        values.put("max__conns__per__client", 1);
        component.modified(config(values));
        assertThat(call(address)).isEqualTo(BODY);
        assertThat(exit.get()).isEqualTo(-1);
        component.stop();
    }
}

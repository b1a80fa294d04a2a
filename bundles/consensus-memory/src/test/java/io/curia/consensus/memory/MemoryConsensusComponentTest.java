package io.curia.consensus.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus;
import io.curia.consensus.testkit.RecordingStateMachine;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class MemoryConsensusComponentTest {
    private final AtomicReference<Consensus> published = new AtomicReference<>();

    private interface Call {
        Object on(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call.on(method, arguments)));
    }

    private MemoryConsensusComponent activate(Map<String, Object> values) {
        BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
            published.set((Consensus) arguments[1]);
            return proxy(ServiceRegistration.class, (unregister, none) -> {
                published.set(null);
                return null;
            });
        });
        return new MemoryConsensusComponent(context, proxy(MemoryConsensusComponent.Config.class,
                (method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())),
                new RecordingStateMachine());
    }

    @Test
    void shouldPublishTheEngineAndWithdrawIt() throws Exception {
        MemoryConsensusComponent component = activate(Map.of("engine", "memory", "server__address", "10.0.0.1:8300",
                "node__id", "n1"));
        Consensus consensus = published.get();

        consensus.apply(new byte[1]).get(10, TimeUnit.SECONDS);
        assertThat(consensus.status().leaderAddress()).isEqualTo("10.0.0.1:8300");
        assertThat(consensus.status().peers()).containsExactly(new Consensus.Peer("n1", "10.0.0.1:8300", true));
        component.stop();

        assertThat(published.get()).isNull();
        assertThat(consensus.status().leading()).isFalse();
    }

    @Test
    void shouldStayAwayWhenAnotherEngineIsAskedFor() {
        activate(Map.of("engine", "ratis")).stop();

        assertThat(published.get()).isNull();
    }
}

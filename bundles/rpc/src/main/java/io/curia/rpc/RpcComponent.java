package io.curia.rpc;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.net.HostPort;
import io.curia.api.platform.Lifecycle;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.call.CallClient;
import io.curia.rpc.lane.LaneTransport;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.port.ServerPort;
import io.curia.rpc.tls.AgentTls;
import io.curia.rpc.tls.TlsPolicy;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the client of calls on every agent, and on a server opens its port and publishes the transport of consensus
 * messages. A port that cannot be opened ends the agent.
 *
 * <p>Threads: "rpc-io" for calls, "rpc-consensus" for consensus messages (on servers), "rpc-resolve" to look up names, while there
 * are some to look up.
 */
@Component(service = {}, immediate = true, configurationPid = {"io.curia.node", "io.curia.rpc"},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RpcComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RpcComponent.class);
    private static final int MOST_NAMES_WAITING = 256;
    /** What unfinished requests and unsent answers of all callers together may take of the heap. */
    private static final int SHARE_OF_HEAP = 4;

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>(2);
    private final AtomicReference<RpcHandler> handler = new AtomicReference<>();
    private final IoLoop calls = new IoLoop("rpc-io");
    private final IoLoop consensus = new IoLoop("rpc-consensus");
    private final ThreadPoolExecutor resolver;
    private final AgentTls tls;
    private final CallClient client;
    private final LaneTransport lanes;
    private final ServerPort port;
    private volatile ServerPort.Limits limits;

    @Activate
    public RpcComponent(BundleContext context, RpcConfig config,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Lifecycle lifecycle) {
        limits = limits(config);
        resolver = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_NAMES_WAITING),
                task -> daemon(task, "rpc-resolve"));
        resolver.allowCoreThreadTimeOut(true);
        tls = tls(config, lifecycle);
        if (tls == null) {
            client = null;
            lanes = null;
            port = null;
            return;
        }
        QuietLog log = new QuietLog(LOG, System::nanoTime);
        Dialer dialer = new Dialer(resolver, tls);
        client = new CallClient(calls, dialer);
        registrations.add(context.registerService(RpcClient.class, client, null));
        if (config.server()) {
            lanes = new LaneTransport(consensus, dialer, tls::expectsTls, config.datacenter(), config.node__name(),
                    System::nanoTime, log);
            Budget budget = new Budget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, null);
            port = new ServerPort(calls, new ServedProtocols(handler::get, lanes, budget, log), tls, () -> limits, log);
            open(context, config.bind__address(), lifecycle);
        } else {
            lanes = null;
            port = null;
        }
    }

    private static AgentTls tls(RpcConfig config, Lifecycle lifecycle) {
        try {
            return new AgentTls(policy(config), System::nanoTime);
        } catch (IOException e) {
            LOG.error("Failed to start RPC layer: {}", e.getMessage());
            if (lifecycle != null) {
                lifecycle.shutdown(1);
            }
            return null;
        }
    }

    private static TlsPolicy policy(RpcConfig config) {
        return new TlsPolicy(config.tls__ca__file(), config.tls__ca__path(), config.tls__cert__file(),
                config.tls__key__file(), config.tls__min__version(), config.tls__cipher__suites(),
                config.tls__verify__incoming(), config.tls__verify__outgoing(), config.tls__verify__server__hostname(),
                config.datacenter(), config.domain());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static ServerPort.Limits limits(RpcConfig config) {
        return new ServerPort.Limits(config.max__conns__per__client(),
                TimeUnit.MILLISECONDS.toNanos(Math.max(1, config.handshake__timeout__ms())));
    }

    private void open(BundleContext context, String address, Lifecycle lifecycle) {
        try {
            HostPort bind = HostPort.parse(address);
            port.open(new InetSocketAddress(bind.host(), bind.port()));
            registrations.add(context.registerService(ConsensusTransport.class, lanes, null));
        } catch (IOException e) {
            LOG.error("Failed to start RPC layer: listen tcp {}: {}", address, reason(e));
            if (lifecycle != null) {
                lifecycle.shutdown(1);
            }
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof BindException && String.valueOf(failure.getMessage()).startsWith("Address already")
                ? "bind: address already in use" : failure.getMessage();
    }

    /** Calls are answered by it from now on. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setHandler(RpcHandler next) {
        handler.set(next);
    }

    void unsetHandler(RpcHandler gone) {
        handler.compareAndSet(gone, null);
    }

    /** Limits and TLS hold for connections that are made from now on; name, datacenter, addresses hold for the life of the process. */
    @Modified
    void modified(RpcConfig config) {
        limits = limits(config);
        try {
            if (tls != null) {
                tls.reload(policy(config));
            }
        } catch (IOException e) {
            LOG.error("The TLS configuration stays as it was: {}", e.getMessage());
        }
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
        if (port != null) {
            port.close();
        }
        calls.close();
        consensus.close();
        if (client != null) {
            client.close();
        }
        if (lanes != null) {
            lanes.close();
        }
        resolver.shutdownNow();
    }
}

package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** Publishes the LAN pool, and on a server the WAN pool, of an agent on its own. */
@Component(service = {}, immediate = true, configurationPid = "io.curia.node",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StandaloneComponent {
    private static final int DIAL_TIMEOUT_MILLIS = 10_000;
    private static final int MOST_DIALS = 2;
    private static final int MOST_DIALS_WAITING = 64;
    private final ExecutorService events = Executors.newSingleThreadExecutor(task -> daemon(task, "gossip-events"));
    private final ThreadPoolExecutor dials = new ThreadPoolExecutor(MOST_DIALS, MOST_DIALS, 10, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_DIALS_WAITING), task -> daemon(task, "gossip-dial"));
    private final List<ServiceRegistration<GossipPool>> registrations = new ArrayList<>();
    private final StandalonePool lan;
    private final StandalonePool wan;

    @Activate
    public StandaloneComponent(BundleContext context, NodeConfig config) {
        dials.allowCoreThreadTimeOut(true);
        Dialer dialer = new Dialer(DIAL_TIMEOUT_MILLIS);
        lan = new StandalonePool(config.node__name(), config.advertise__addr(), config.ports__serf__lan(),
                Tags.of(config, false), events, dials, dialer);
        publish(context, lan, "lan");
        if (config.server() && config.ports__serf__wan() > 0) {
            String address = config.advertise__addr__wan().isEmpty() ? config.advertise__addr()
                    : config.advertise__addr__wan();
            wan = new StandalonePool(config.node__name() + "." + config.datacenter(), address,
                    config.ports__serf__wan(), Tags.of(config, true), events, dials, dialer);
            publish(context, wan, "wan");
        } else {
            wan = null;
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void publish(BundleContext context, GossipPool pool, String name) {
        registrations.add(context.registerService(GossipPool.class, pool, new Hashtable<>(Map.of("pool", name))));
    }

    /** Name and addresses hold for the life of the process; tags may change. */
    @Modified
    void modified(NodeConfig config) {
        retag(lan, Tags.of(config, false));
        if (wan != null) {
            retag(wan, Tags.of(config, true));
        }
    }

    private static void retag(StandalonePool pool, Map<String, String> tags) {
        if (!tags.equals(pool.self().tags())) {
            pool.setTags(tags);
        }
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        events.shutdownNow();
        dials.shutdownNow();
    }
}

package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import io.curia.api.platform.Lifecycle;
import io.curia.gossip.net.EventLoop;
import io.curia.gossip.swim.Timing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the LAN pool, and on a server the WAN pool. Both live on the thread "gossip"; their listeners on
 * "gossip-events-lan" and "gossip-events-wan"; look-ups and files have threads that come and go. A port that is taken, and
 * a join that must work but does not, end the agent.
 */
@Component(service = {}, immediate = true, configurationPid = {"io.curia.node", "io.curia.gossip"},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GossipComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GossipComponent.class);
    private final List<ServiceRegistration<GossipPool>> registrations = new ArrayList<>();
    private final List<RetryJoin> joins = new ArrayList<>();
    private final Threads threads = new Threads();
    private final Lifecycle lifecycle;
    private final Logger lanLog;
    private final Logger wanLog;
    private EventLoop loop;
    private Pool lan;
    private Pool wan;
    private Flooder flooder;
    private Map<String, String> lanTags;
    private Map<String, String> wanTags;

    @Activate
    public GossipComponent(BundleContext context, NodeConfig node, GossipConfig config,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
        String parent = node.server() ? "agent.server.serf." : "agent.client.serf.";
        lanLog = LoggerFactory.getLogger(parent + "lan");
        wanLog = LoggerFactory.getLogger(parent + "wan");
        lanTags = Tags.of(node, config, false);
        wanTags = Tags.of(node, config, true);
        try {
            loop = new EventLoop("gossip", System::nanoTime, LOG);
            SplittableRandom random = new SplittableRandom();
            lan = new Pool(Settings.lan(node, config, lanTags), loop, threads, random, lanLog);
            if (node.server() && node.ports__serf__wan() > 0) {
                wan = new Pool(Settings.wan(node, config, wanTags), loop, threads, random, wanLog);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("Failed to start gossip: {}", e.getMessage());
            end();
            return;
        }
        start(context, config);
    }

    private void start(BundleContext context, GossipConfig config) {
        loop.start();
        lan.start();
        publish(context, lan, "lan");
        joins.add(new RetryJoin(lan.service(), "lan", new RetryJoin.Plan(List.of(config.start__join()),
                List.of(config.retry__join()), config.retry__interval__ms(), config.retry__max()), loop, loop, this::end,
                lanLog));
        if (wan != null) {
            wan.start();
            publish(context, wan, "wan");
            joins.add(new RetryJoin(wan.service(), "wan", new RetryJoin.Plan(List.of(config.start__join__wan()),
                    List.of(config.retry__join__wan()), config.retry__interval__wan__ms(), config.retry__max__wan()), loop,
                    loop, this::end, wanLog));
            flooder = new Flooder(lan.service(), wan.service(), loop, loop, wanLog);
            lan.service().listen(flooder);
            flooder.start();
        }
        joins.forEach(RetryJoin::start);
    }

    private void publish(BundleContext context, Pool pool, String name) {
        registrations.add(context.registerService(GossipPool.class, pool.service(), new Hashtable<>(Map.of("pool", name))));
    }

    private void end() {
        if (lifecycle != null) {
            lifecycle.shutdown(1);
        }
    }

    /** Name, addresses and keys hold for the life of the process; tags and timing may change. */
    @Modified
    void modified(NodeConfig node, GossipConfig config) {
        if (lan == null) {
            return;
        }
        lanTags = retag(lan, lanTags, Tags.of(node, config, false));
        lan.timing(Settings.lanTiming(config));
        if (wan != null) {
            wanTags = retag(wan, wanTags, Tags.of(node, config, true));
            wan.timing(Settings.wanTiming(config));
        }
    }

    private static Map<String, String> retag(Pool pool, Map<String, String> before, Map<String, String> after) {
        if (!before.equals(after)) {
            pool.service().setTags(Tags.changed(pool.tags(), before, after));
        }
        return after;
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        registrations.forEach(ServiceRegistration::unregister);
        joins.forEach(RetryJoin::stop);
        if (flooder != null) {
            flooder.stop();
        }
        if (lan != null) {
            lan.close();
        }
        if (wan != null) {
            wan.close();
        }
        if (loop != null) {
            loop.close();
        }
        threads.close();
    }
}

package io.curia.http;

import io.curia.api.acl.AccessControl;
import io.curia.api.agent.AgentControl;
import io.curia.api.agent.Codec;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.EventFeed;
import io.curia.api.agent.Filters;
import io.curia.api.agent.LocalServices;
import io.curia.api.agent.LogStream;
import io.curia.api.agent.Metrics;
import io.curia.api.op.Dispatcher;
import io.curia.api.platform.BundleInventory;
import io.curia.api.platform.StaticContent;
import io.curia.http.call.Services;
import io.curia.http.server.Engine;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, changes and stops the HTTP server. */
@Component(name = HttpConfig.PID, configurationPid = HttpConfig.PID, service = { },
        configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
@Designate(ocd = HttpConfig.class)
public final class HttpServerComponent {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServerComponent.class);

    private final Comings comings = new Comings();
    private final Engine engine;

    /** Opens the listeners. */
    @Activate
    public HttpServerComponent(@Reference Dispatcher dispatcher, @Reference LocalServices local,
            @Reference AgentControl control, @Reference EventFeed events, @Reference Metrics metrics,
            @Reference LogStream logs, @Reference Codec codec, @Reference DefinitionParser definitions,
            HttpConfig config) {
        engine = new Engine(new Services(dispatcher, local, control, events, metrics, logs, codec, definitions, comings),
                ConfigReader.settings(config));
        try {
            engine.start(ConfigReader.addresses(config), config.http__max__conns__per__client());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static ComponentException failed(IOException e) {
        LOG.error(e.getMessage());
        return new ComponentException(e.getMessage());
    }

    @Modified
    void modified(HttpConfig config) {
        try {
            engine.apply(ConfigReader.settings(config), ConfigReader.addresses(config),
                    config.http__max__conns__per__client());
        } catch (IOException e) {
            LOG.error(e.getMessage());
        }
    }

    @Deactivate
    void stop() {
        engine.stop();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAccess(AccessControl service) {
        comings.access.set(service);
    }

    void unbindAccess(AccessControl service) {
        comings.access.compareAndSet(service, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBundles(BundleInventory service) {
        comings.bundles.set(service);
    }

    void unbindBundles(BundleInventory service) {
        comings.bundles.compareAndSet(service, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFilters(Filters service) {
        comings.filters.set(service);
    }

    void unbindFilters(Filters service) {
        comings.filters.compareAndSet(service, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindContent(StaticContent service) {
        comings.content.set(service);
    }

    void unbindContent(StaticContent service) {
        comings.content.compareAndSet(service, null);
    }

    /** The services of optional, dynamic references. */
    private static final class Comings implements Services.Optional {
        private final AtomicReference<AccessControl> access = new AtomicReference<>();
        private final AtomicReference<BundleInventory> bundles = new AtomicReference<>();
        private final AtomicReference<Filters> filters = new AtomicReference<>();
        private final AtomicReference<StaticContent> content = new AtomicReference<>();

        @Override
        public AccessControl access() {
            return access.get();
        }

        @Override
        public BundleInventory bundles() {
            return bundles.get();
        }

        @Override
        public Filters filters() {
            return filters.get();
        }

        @Override
        public StaticContent content() {
            return content.get();
        }
    }
}

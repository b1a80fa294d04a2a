package io.curia.dns;

import io.curia.api.agent.AgentControl;
import io.curia.api.op.Dispatcher;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the DNS interface while the dispatcher and the agent are there. */
@Component(service = { }, immediate = true, configurationPid = DnsServerConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DnsServerConfig.class)
public final class DnsServerComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServerComponent.class);

    private final DnsService service;

    /** Listens on all configured addresses, or fails with one line that says why not. */
    @Activate
    public DnsServerComponent(@Reference Dispatcher dispatcher, @Reference AgentControl agent, DnsServerConfig config) {
        service = new DnsService(new DnsService.Environment(
                () -> new DnsEngine.Agent(dispatcher, agent.nodeName(), agent.datacenter(), agent::defaultToken),
                Clock.systemUTC(), System::nanoTime, new Random(), SecureRandom::new));
        try {
            service.apply(SettingsReader.addresses(config), SettingsReader.settings(config));
        } catch (IOException | IllegalArgumentException e) {
            service.close();
            throw new IllegalStateException(e.getMessage()); // the line says all: the operator gets no more
        }
    }

    /** New settings for the next query; sockets whose address stays are left alone. */
    @Modified
    void modified(DnsServerConfig config) {
        try {
            service.apply(SettingsReader.addresses(config), SettingsReader.settings(config));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("The new DNS configuration is not applied: {}", e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        service.close();
    }
}

package io.curia.itests;

import io.curia.api.agent.LogStream;
import io.curia.api.platform.Lifecycle;
import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * What the launcher does for an agent: registers the configuration and its own services. The classes of the
 * configuration are private to its bundle, hence by reflection.
 */
final class AgentInContainer {
    static final String OWNER = "io.curia.config";
    private static final String[] PORTS = {"http", "dns", "server", "serf-lan", "serf-wan"};

    private final BundleContext context;
    private final List<String> arguments;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    /** {@code set} is the feature set that is installed. */
    AgentInContainer(BundleContext context, String set) throws IOException {
        this.context = context;
        this.arguments = arguments(set);
    }

    void start() throws Exception {
        stop();
        Bundle config = bundle(OWNER);
        Class<?> requestType = config.loadClass("io.curia.config.LoadRequest");
        Object request = requestType.getMethod("ofProcess", List.class, String.class).invoke(null, arguments, "node1");
        Object loader = config.loadClass("io.curia.config.ConfigLoader").getConstructor().newInstance();
        Object result = loader.getClass().getMethod("load", requestType).invoke(loader, request);
        Object agentConfig = result.getClass().getMethod("config").invoke(result);
        BundleContext owner = config.getBundleContext();
        registrations.add(owner.registerService(requestType.getName(), request, null));
        registrations.add(owner.registerService(agentConfig.getClass().getName(), agentConfig, null));
        registrations.add(context.registerService(LogStream.class, (level, json, sink) -> () -> { }, null));
        registrations.add(context.registerService(Lifecycle.class, new NoProcess(), null));
    }

    void stop() {
        for (ServiceRegistration<?> registration : registrations) {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // its bundle has stopped, and took it along
                continue;
            }
        }
        registrations.clear();
    }

    private static List<String> arguments(String set) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-grpc-port=-1", "-node-id=11111111-2222-3333-4444-555555555555"));
        if (set.equals("dev")) {
            arguments.add("-dev");
        } else {
            arguments.add("-bind=127.0.0.1");
            arguments.add("-data-dir=" + Files.createTempDirectory("curia-" + set + "-"));
        }
        if (set.startsWith("server")) {
            arguments.addAll(List.of("-server", "-bootstrap-expect=1"));
        }
        if (set.equals("server-atomix")) {
            arguments.add("-hcl=consensus { engine = \"atomix\" }");
        }
        FreePorts.named(PORTS).forEach((name, port) -> arguments.add("-" + name + "-port=" + port));
        return arguments;
    }

    private Bundle bundle(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new IllegalStateException("no bundle " + name);
    }

    private static final class NoProcess implements Lifecycle {
        @Override
        public void shutdown(int exitCode) {
            // the test ends the container
        }

        @Override
        public boolean ready() {
            return true;
        }
    }
}

package io.curia.launcher;

import io.curia.api.agent.AgentControl;
import io.curia.api.agent.LogStream;
import io.curia.api.platform.BundleInventory;
import io.curia.api.platform.Lifecycle;
import io.curia.cli.Launcher;
import io.curia.config.ConfigException;
import io.curia.launcher.logging.AgentLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an agent: configuration, log, framework, bundles, ready; then waits for its end. */
public final class AgentLauncher implements Launcher {
    private static final long READY_SECONDS = 20;
    private static final long STOP_MILLIS = 8_000;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);
    private final Consumer<Lifecycle> whenReady;

    /** An agent that runs until it is told to end. */
    public AgentLauncher() {
        this(lifecycle -> { });
    }

    /** {@code whenReady} is told when the agent has started. */
    AgentLauncher(Consumer<Lifecycle> whenReady) {
        this.whenReady = whenReady;
    }

    @Override
    public int agent(String[] args) {
        if (AgentHelp.isWanted(args)) {
            print(out, AgentHelp.text());
            return 0;
        }
        try {
            AgentSettings settings = AgentConfiguration.load(args);
            if (!settings.log().json()) {
                print(out, "==> Starting Consul agent...\n" + Banner.text(settings));
            }
            try (DataDirLock held = DataDirLock.take(settings.dataDir());
                    AgentLog log = new AgentLog(settings.log(), out, Clock.systemUTC())) {
                return run(settings, log);
            }
        } catch (ConfigException e) {
            print(err, e.usage() ? e.getMessage() + "\n" + AgentHelp.text() : "==> " + e.getMessage() + "\n");
            return 1;
        } catch (IOException | BundleException e) {
            print(err, "==> " + Causes.text(e) + "\n");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void print(OutputStream stream, String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // nobody reads what the agent prints: no reason not to run
            LoggerFactory.getLogger("agent").debug("a standard stream is closed", e);
        }
    }

    private int run(AgentSettings settings, AgentLog log) throws IOException, BundleException, InterruptedException {
        Logger logger = LoggerFactory.getLogger("agent");
        settings.warnings().forEach(logger::warn);
        if (settings.pidFile() != null) {
            PidFile.write(settings.pidFile());
        }
        Path home = Home.directory();
        Platform platform = new Platform(home, FeatureSet.read(home.resolve("lib"), settings.featureSet()),
            Platform.cache(settings.dataDir()));
        try {
            BundleContext context = platform.init();
            Shutdown shutdown = new Shutdown(settings, () -> service(context, AgentControl.class));
            register(context, settings, log, shutdown);
            shutdown.handleSignals();
            platform.start();
            announce(settings, platform, shutdown, logger);
            whenReady.accept(shutdown);
            int code = shutdown.await();
            platform.stop(STOP_MILLIS);
            logger.atInfo().addKeyValue("code", code).log("Exit code");
            return code;
        } finally {
            if (settings.pidFile() != null) {
                Files.deleteIfExists(settings.pidFile());
            }
        }
    }

    private static void register(BundleContext context, AgentSettings settings, AgentLog log, Shutdown shutdown) {
        context.registerService(Lifecycle.class, shutdown, null);
        context.registerService(LogStream.class, log.stream(), null);
        new LogLevelUpdates(log).register(context);
        for (Map.Entry<Class<?>, Object> service : settings.services().entrySet()) {
            context.registerService(service.getKey().getName(), service.getValue(), null);
        }
    }

    private static void announce(AgentSettings settings, Platform platform, Shutdown shutdown, Logger logger) {
        BundleInventory inventory = service(platform.context(), BundleInventory.class);
        if (inventory == null) {
            logger.error("Bundles cannot be inspected: no service {}", BundleInventory.class.getName());
        } else if (hasFailed(inventory, shutdown, logger)) {
            return;
        }
        InetSocketAddress http = platform.has("io.curia.http") ? address(settings.http()) : null;
        if (http != null && !Readiness.await(http, READY_SECONDS, shutdown::hasEnded) && !shutdown.hasEnded()) {
            logger.error("The HTTP interface does not answer");
        }
        if (shutdown.hasEnded() || inventory != null && hasFailed(inventory, shutdown, logger)) {
            return;
        }
        if (inventory != null) {
            MissingServices.report(inventory, logger);
        }
        shutdown.announced();
        logger.info("Consul agent running!");
    }

    private static boolean hasFailed(BundleInventory inventory, Shutdown shutdown, Logger logger) {
        String failure = MissingServices.fatal(inventory);
        if (failure == null) {
            return false;
        }
        logger.atError().addKeyValue("error", failure).log("Error starting agent");
        shutdown.shutdown(1);
        return true;
    }

    /** An address to try HTTP at, null if there is none on a network. */
    private static InetSocketAddress address(List<String> listeners) {
        for (String listener : listeners) {
            if (!listener.startsWith("unix:")) {
                int colon = listener.lastIndexOf(':');
                String ip = listener.substring(0, colon);
                boolean any = ip.equals("0.0.0.0") || ip.equals("[::]");
                return new InetSocketAddress(any ? "127.0.0.1" : ip, Integer.parseInt(listener.substring(colon + 1)));
            }
        }
        return null;
    }

    private static <T> T service(BundleContext context, Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : context.getService(reference);
    }
}

package io.curia.launcher;

import io.curia.api.platform.PluginDirectory;
import io.curia.launcher.connect.ClassPathConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework with the bundles of a feature set in it. Created, then {@link #start} once, then {@link #stop}; the
 * bundle cache lives in a directory of its own that a start empties and a stop removes.
 */
final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger("agent.platform");
    private static final String PLUGIN_MANAGER = "io.curia.platform";
    /** What the class path gives to bundles beside the framework's own packages. */
    private static final String EXTRA_PACKAGES = "org.slf4j;version=\"2.0.20\",org.slf4j.event;version=\"2.0.20\","
        + "org.slf4j.helpers;version=\"2.0.20\",org.slf4j.spi;version=\"2.0.20\",sun.misc,jdk.net,"
        // msgpack-core's manifest asks for these; it uses neither on a JVM that has no Android
        + "android.os,sun.nio.ch";

    private static final long NANOS_A_MILLI = 1_000_000;

    private final Path home;
    private final FeatureSet features;
    private final Path cache;
    private final Framework framework;

    Platform(Path home, FeatureSet features, Path cache) {
        this.home = home;
        this.features = features;
        this.cache = cache;
        this.framework = new FrameworkFactory().newFramework(properties(),
            new ClassPathConnector(home.resolve("lib"), Platform.class.getClassLoader()));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, EXTRA_PACKAGES);
        properties.put("felix.bootdelegation.implicit", "false");
        properties.put("felix.cache.locking", "false");
        properties.put("felix.log.level", "1");
        // what cannot start is told in a line by MissingServices and `consul bundles`, not by stack traces on stderr
        properties.put("ds.log.enabled", "false");
        // while a jar takes the place of another of the same name and version, both are installed
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put("curia.home", home.toString());
        for (String directory : new String[] {"bundles", "plugins"}) {
            String own = System.getenv("CURIA_" + directory.toUpperCase(Locale.ROOT));
            if (own != null && !own.isEmpty()) {
                properties.put("curia." + directory, own);
            }
        }
        return properties;
    }

    /** Readies the framework for services and bundles. */
    BundleContext init() throws BundleException {
        framework.init();
        return framework.getBundleContext();
    }

    /** Installs all bundles and starts them in order; one that fails is reported and does not keep the others from starting. */
    List<String> start() throws BundleException {
        long begin = System.nanoTime();
        framework.start();
        BundleContext context = framework.getBundleContext();
        List<String> failures = new ArrayList<>();
        List<Bundle> installed = new ArrayList<>(features.bundles().size());
        for (FeatureSet.Entry entry : features.bundles()) {
            Bundle bundle = context.installBundle(location(entry));
            if (entry.start()) {
                installed.add(bundle);
            }
        }
        long allInstalled = System.nanoTime();
        for (Bundle bundle : installed) {
            start(bundle, failures);
            if (bundle.getSymbolicName().equals(PLUGIN_MANAGER)) {
                startPlugins(context);
            }
        }
        LOG.atDebug().addKeyValue("bundles", features.bundles().size())
            .addKeyValue("install_ms", (allInstalled - begin) / NANOS_A_MILLI)
            .addKeyValue("start_ms", (System.nanoTime() - allInstalled) / NANOS_A_MILLI).log("Bundles started");
        return failures;
    }

    private String location(FeatureSet.Entry entry) {
        return entry.connect() ? ClassPathConnector.SCHEME + entry.jar()
            : "reference:" + home.resolve("lib").resolve(entry.jar()).toUri();
    }

    /** Before the bundles start that a jar of the operator's may take the place of. */
    private static void startPlugins(BundleContext context) {
        ServiceReference<PluginDirectory> reference = context.getServiceReference(PluginDirectory.class);
        if (reference == null) {
            LOG.error("No bundles from plugins/ and bundles/: {} is not available", PLUGIN_MANAGER);
            return;
        }
        for (String done : context.getService(reference).rescan()) {
            LOG.info(done);
        }
    }

    private static void start(Bundle bundle, List<String> failures) {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return; // replaced by a jar of the operator's
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            String failure = bundle.getSymbolicName() + " does not start: " + Causes.text(e);
            LOG.error(failure);
            failures.add(failure);
        }
    }

    /** Whether the feature set has a bundle. */
    boolean has(String symbolicName) {
        return features.bundles().stream().anyMatch(entry -> entry.symbolicName().equals(symbolicName));
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops every bundle in the reverse order of its start; waits at most the given time. */
    void stop(long millis) throws BundleException, InterruptedException, IOException {
        framework.stop();
        framework.waitForStop(millis);
        Directories.delete(cache);
    }

    /** An empty directory for the bundle cache: below the data directory, or a temporary one. */
    static Path cache(Path dataDir) throws IOException {
        if (dataDir == null) {
            return Files.createTempDirectory("curia-osgi-");
        }
        Path cache = dataDir.resolve("osgi");
        Directories.delete(cache);
        return Files.createDirectories(cache);
    }
}

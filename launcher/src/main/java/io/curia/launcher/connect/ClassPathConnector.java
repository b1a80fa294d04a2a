package io.curia.launcher.connect;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/** Gives the framework the shipped bundles: those at a location {@code curia:<jar>} are jars of the class path. */
public final class ClassPathConnector implements ModuleConnector {
    /** What the location of a shipped bundle begins with. */
    public static final String SCHEME = "curia:";

    private final Path jars;
    private final ClassLoader loader;

    /**
     * @param jars the directory of the class path's jars
     * @param loader the loader of the class path
     */
    public ClassPathConnector(Path jars, ClassLoader loader) {
        this.jars = jars;
        this.loader = loader;
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // nothing of it depends on the framework's configuration
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        return location.startsWith(SCHEME)
            ? Optional.of(new JarModule(jars.resolve(location.substring(SCHEME.length())), loader))
            : Optional.empty();
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }
}

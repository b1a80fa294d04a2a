package io.curia.platform;

import io.curia.api.platform.PluginDirectory;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The directories {@code bundles/} and {@code plugins/} of the distribution; the framework properties
 * {@code curia.bundles} and {@code curia.plugins} name others. The first rescan is the launcher's, before it starts what
 * may be replaced.
 */
@Component
public final class PluginDirectoryComponent implements PluginDirectory {
    private final Directory directory;

    /** For the component runtime. */
    @Activate
    public PluginDirectoryComponent(BundleContext context) {
        directory = new Directory(context, List.of(path(context, "bundles"), path(context, "plugins")),
            context.getDataFile("jars").toPath());
    }

    private static Path path(BundleContext context, String name) {
        String own = context.getProperty("curia." + name);
        String home = context.getProperty("curia.home");
        return own != null ? Path.of(own) : Path.of(home == null ? "." : home, name);
    }

    @Override
    public List<String> rescan() {
        return directory.rescan();
    }
}

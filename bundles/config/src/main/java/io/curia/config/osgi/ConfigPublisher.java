package io.curia.config.osgi;

import io.curia.api.platform.ConfigService;
import io.curia.api.platform.ReloadRefusedException;
import io.curia.api.platform.ReloadReport;
import io.curia.config.AgentConfig;
import io.curia.config.ConfigDiff;
import io.curia.config.ConfigException;
import io.curia.config.ConfigLoader;
import io.curia.config.LoadRequest;
import io.curia.config.LoadResult;
import io.curia.config.Pids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Publishes the agent's configuration as PIDs when it starts and again at each reload. The launcher registers the
 * configuration it started with, and the request it came from. Started before the bundles that it configures, it has
 * published everything by the time they ask, so that none of them is activated twice. Safe for use by several threads:
 * reloads run one after another.
 */
@Component(service = ConfigService.class, immediate = true)
public final class ConfigPublisher implements ConfigService {

    private final ConfigurationAdmin admin;
    private final LoadRequest request;
    private final ConfigLoader loader = new ConfigLoader();
    private volatile AgentConfig current;

    @Activate
    public ConfigPublisher(@Reference ConfigurationAdmin admin, @Reference AgentConfig initial,
            @Reference LoadRequest request) {
        this.admin = admin;
        this.request = request;
        this.current = initial;
        Map<String, Map<String, Object>> pids = Pids.of(initial);
        withdrawOthers(pids.keySet());
        publish(pids);
    }

    @Override
    public synchronized ReloadReport reload(Set<String> pluginCheckKeys) throws ReloadRefusedException {
        LoadResult result;
        try {
            // what was accepted at start stays accepted: a type that is gone for now must not make its definitions an error
            Set<String> keys = new HashSet<>(request.pluginCheckKeys());
            keys.addAll(pluginCheckKeys);
            result = loader.load(request.withPluginCheckKeys(keys));
        } catch (ConfigException e) {
            throw new ReloadRefusedException(e.getMessage());
        }
        AgentConfig before = current;
        List<String> needRestart = ConfigDiff.between(before, result.config()).needRestart();
        AgentConfig after = result.config().withIdentityOf(before);
        List<String> changed = ConfigDiff.between(before, after).changed();
        Map<String, Map<String, Object>> pids = Pids.of(after);
        pids.keySet().retainAll(changed);
        publish(pids);
        for (String pid : changed) {
            if (!pids.containsKey(pid)) {
                delete(pid);
            }
        }
        current = after;
        return new ReloadReport(changed, needRestart, result.warnings());
    }

    @Override
    public Map<String, Object> debugConfig() {
        return current.toDebugMap();
    }

    private void publish(Map<String, Map<String, Object>> pids) {
        try {
            for (Map.Entry<String, Map<String, Object>> e : pids.entrySet()) {
                // "?" leaves the configuration to whichever bundle asks for it.
                Configuration configuration = admin.getConfiguration(e.getKey(), "?");
                Dictionary<String, Object> dictionary = new Hashtable<>(e.getValue());
                configuration.updateIfDifferent(dictionary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The configuration could not be published", e);
        }
    }

    /** ConfigurationAdmin may remember plug-ins of an earlier run that are not configured any more. */
    private void withdrawOthers(Set<String> pids) {
        try {
            Configuration[] old = admin.listConfigurations("(service.pid=" + Pids.PLUGIN_PREFIX + "*)");
            for (Configuration one : old == null ? new Configuration[0] : old) {
                if (!pids.contains(one.getPid())) {
                    one.delete();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Earlier configurations could not be withdrawn", e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void delete(String pid) {
        try {
            admin.getConfiguration(pid, "?").delete();
        } catch (IOException e) {
            throw new UncheckedIOException("The configuration " + pid + " could not be withdrawn", e);
        }
    }
}

package io.curia.launcher;

import io.curia.launcher.logging.AgentLog;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies a log level that a reload changes; what else there is of logging stays as the agent was started. */
final class LogLevelUpdates implements ManagedService {
    private static final Logger LOG = LoggerFactory.getLogger("agent");
    private static final String PID = "io.curia.logging";
    private static final String LEVEL = "level";

    private final AgentLog log;

    LogLevelUpdates(AgentLog log) {
        this.log = log;
    }

    void register(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        context.registerService(ManagedService.class, this, properties);
    }

    @Override
    public void updated(Dictionary<String, ?> configuration) {
        if (configuration != null && configuration.get(LEVEL) instanceof String level && !log.level(level)) {
            LOG.atWarn().addKeyValue("level", level).log("Invalid log level in new configuration");
        }
    }
}

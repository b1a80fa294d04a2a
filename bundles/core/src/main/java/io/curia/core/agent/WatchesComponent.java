package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.agent.EventFeed;
import io.curia.api.op.Dispatcher;
import io.curia.core.agent.watch.FileWatchMemory;
import io.curia.core.agent.watch.WatchMemory;
import io.curia.core.agent.watch.Watches;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs the watches of the configuration. */
@Component(service = {}, immediate = true)
public final class WatchesComponent {
    private final Watches watches;
    private final AutoCloseable handle;

    @Activate
    public WatchesComponent(@Reference LocalServicesComponent agent, @Reference Dispatcher dispatcher,
            @Reference EventFeed events, @Reference Codec codec) {
        String dataDir = agent.nodeConfig().data__dir();
        watches = new Watches(dispatcher, events, codec, () -> agent.tokens().present().standard(), agent.blocking(),
                agent.timers(), dataDir.isEmpty() ? WatchMemory.NONE : new FileWatchMemory(Path.of(dataDir), codec));
        watches.configure(agent.agentConfig().watches());
        handle = agent.onReconfigured(() -> watches.configure(agent.agentConfig().watches()));
    }

    @Deactivate
    void deactivate() throws Exception {
        handle.close();
        watches.close();
    }
}

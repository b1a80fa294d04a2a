package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.model.UserEvent;
import io.curia.api.op.Dispatcher;
import io.curia.core.agent.event.RemoteExec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs commands that come as events, unless {@code disable_remote_exec} says otherwise. */
@Component(service = RemoteExecComponent.class)
public final class RemoteExecComponent {
    private final RemoteExec engine;

    @Activate
    public RemoteExecComponent(@Reference LocalServicesComponent agent, @Reference Dispatcher dispatcher,
            @Reference Codec codec) {
        engine = new RemoteExec(agent.node().name(), () -> !agent.agentConfig().disable__remote__exec(), dispatcher, codec,
                () -> agent.tokens().present().agent(), agent.blocking(), agent.timers());
    }

    void requested(UserEvent event) {
        engine.requested(event);
    }

    @Deactivate
    void deactivate() {
        engine.close();
    }
}

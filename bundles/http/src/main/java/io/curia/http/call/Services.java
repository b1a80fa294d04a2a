package io.curia.http.call;

import io.curia.api.acl.AccessControl;
import io.curia.api.agent.AgentControl;
import io.curia.api.agent.Codec;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.EventFeed;
import io.curia.api.agent.Filters;
import io.curia.api.agent.LocalServices;
import io.curia.api.agent.LogStream;
import io.curia.api.agent.Metrics;
import io.curia.api.op.Dispatcher;
import io.curia.api.platform.BundleInventory;
import io.curia.api.platform.StaticContent;

/**
 * What the endpoints speak to.
 *
 * @param optional services that may come and go
 */
public record Services(Dispatcher dispatcher, LocalServices local, AgentControl control, EventFeed events,
        Metrics metrics, LogStream logs, Codec codec, DefinitionParser definitions, Optional optional) {

    /** Services that may come and go; each null while it is not there. Asked for at every use. */
    public interface Optional {
        /** Access control; null means that it is off. */
        AccessControl access();

        /** The platform's inventory. */
        BundleInventory bundles();

        /** Filter expressions. */
        Filters filters();

        /** The web interface's files. */
        StaticContent content();
    }

    /** Whether access control is on. */
    public boolean accessControlled() {
        AccessControl access = optional.access();
        return access != null && access.enabled();
    }
}

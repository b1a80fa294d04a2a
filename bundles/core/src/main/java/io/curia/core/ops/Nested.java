package io.curia.core.ops;

import io.curia.api.model.Expose;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Proxy;
import io.curia.api.model.Upstream;
import java.util.List;

/** Completes nested records that were given in part, so that they print like given whole. */
final class Nested {
    private Nested() { }

    static Proxy proxy(Proxy given) {
        List<Upstream> upstreams = given.upstreams() == null ? null
                : given.upstreams().stream().map(Nested::upstream).toList();
        return new Proxy(given.destinationServiceName(), given.destinationServiceID(), given.localServiceAddress(),
                given.localServicePort(), given.localServiceSocketPath(), given.mode(), given.config(), upstreams,
                given.meshGateway() == null ? MeshGateway.NONE : given.meshGateway(),
                given.expose() == null ? Expose.NONE : given.expose(), given.transparentProxy());
    }

    private static Upstream upstream(Upstream given) {
        return new Upstream(given.destinationType(), given.destinationNamespace(), given.destinationName(),
                given.datacenter(), given.localBindAddress(), given.localBindPort(), given.localBindSocketPath(),
                given.localBindSocketMode(), given.config(),
                given.meshGateway() == null ? MeshGateway.NONE : given.meshGateway(), given.centrallyConfigured());
    }
}

package io.curia.core.agent.parse;

import io.curia.api.model.Expose;
import io.curia.api.model.ExposePath;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Proxy;
import io.curia.api.model.TransparentProxy;
import io.curia.api.model.Upstream;
import java.util.ArrayList;
import java.util.List;

/** The proxy part of a service definition. */
final class ProxyFields {
    private ProxyFields() { }

    static Proxy proxy(Fields service) {
        Fields f = service.nested("Proxy", "ConnectProxyConfig", FieldNames.PROXY);
        if (f == null) {
            return null;
        }
        Fields transparent = f.nested("TransparentProxy", "TransparentProxyConfig", FieldNames.TRANSPARENT_PROXY);
        return new Proxy(f.text("DestinationServiceName"), f.text("DestinationServiceID"), f.text("LocalServiceAddress"),
                f.number("LocalServicePort"), f.text("LocalServiceSocketPath"), f.text("Mode"), f.object("Config"),
                upstreams(f), meshGateway(f), expose(f),
                transparent == null ? null : new TransparentProxy(transparent.number("OutboundListenerPort"),
                        transparent.flag("DialedDirectly")));
    }

    private static List<Upstream> upstreams(Fields proxy) {
        List<Fields> list = proxy.nestedList("Upstreams", "Upstream", FieldNames.UPSTREAM);
        if (list == null) {
            return null;
        }
        List<Upstream> result = new ArrayList<>(list.size());
        for (Fields f : list) {
            String type = f.text("DestinationType");
            result.add(new Upstream(type.isEmpty() ? "service" : type, f.text("DestinationNamespace"),
                    f.text("DestinationName"), f.text("Datacenter"), f.text("LocalBindAddress"),
                    f.number("LocalBindPort"), f.text("LocalBindSocketPath"), f.text("LocalBindSocketMode"),
                    f.object("Config"), meshGateway(f), f.flag("CentrallyConfigured")));
        }
        return result;
    }

    private static MeshGateway meshGateway(Fields parent) {
        Fields f = parent.nested("MeshGateway", "MeshGatewayConfig", FieldNames.MESH_GATEWAY);
        return f == null || f.text("Mode").isEmpty() ? MeshGateway.NONE : new MeshGateway(f.text("Mode"));
    }

    private static Expose expose(Fields proxy) {
        Fields f = proxy.nested("Expose", "ExposeConfig", FieldNames.EXPOSE);
        if (f == null) {
            return Expose.NONE;
        }
        List<Fields> paths = f.nestedList("Paths", "ExposePath", FieldNames.EXPOSE_PATH);
        if (paths == null) {
            return new Expose(f.flag("Checks"), null);
        }
        List<ExposePath> result = new ArrayList<>(paths.size());
        for (Fields p : paths) {
            result.add(new ExposePath(p.number("ListenerPort"), p.text("Path"), p.number("LocalPathPort"),
                    p.text("Protocol"), p.flag("ParsedFromCheck")));
        }
        return new Expose(f.flag("Checks"), result);
    }
}

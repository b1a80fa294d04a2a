package io.curia.http.endpoint;

import io.curia.api.agent.AgentService;
import io.curia.api.model.Expose;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.TransparentProxy;
import io.curia.api.model.Upstream;
import io.curia.api.model.Weights;
import io.curia.api.model.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A proxy of the agent in the layout of its own endpoints, which leaves out more than the catalog does. */
record AgentServiceView(
        @Wire(omitEmpty = true) String kind,
        @Wire("ID") String id,
        String service,
        List<String> tags,
        Map<String, String> meta,
        int port,
        String address,
        @Wire(omitEmpty = true) String socketPath,
        @Wire(omitEmpty = true) Map<String, ServiceAddress> taggedAddresses,
        Weights weights,
        boolean enableTagOverride,
        @Wire(omitEmpty = true) String contentHash,
        @Wire(omitEmpty = true) ProxyView proxy,
        @Wire(omitEmpty = true) ServiceConnect connect,
        @Wire(omitEmpty = true) String datacenter) {

    /** The proxy part. */
    record ProxyView(
            String destinationServiceName,
            @Wire(omitEmpty = true) String destinationServiceID,
            @Wire(omitEmpty = true) String localServiceAddress,
            @Wire(omitEmpty = true) int localServicePort,
            @Wire(omitEmpty = true) String localServiceSocketPath,
            @Wire(omitEmpty = true) String mode,
            @Wire(omitEmpty = true) TransparentProxy transparentProxy,
            @Wire(omitEmpty = true) Map<String, Object> config,
            @Wire(omitEmpty = true) List<UpstreamView> upstreams,
            MeshGateway meshGateway,
            Expose expose) { }

    /** What the proxied service talks to. */
    record UpstreamView(
            @Wire(omitEmpty = true) String destinationType,
            @Wire(omitEmpty = true) String destinationNamespace,
            String destinationName,
            @Wire(omitEmpty = true) String datacenter,
            @Wire(omitEmpty = true) String localBindAddress,
            @Wire(omitEmpty = true) int localBindPort,
            @Wire(omitEmpty = true) String localBindSocketPath,
            @Wire(omitEmpty = true) String localBindSocketMode,
            @Wire(omitEmpty = true) Map<String, Object> config,
            MeshGateway meshGateway) { }

    /** The service itself where both layouts agree, which is wherever it is no proxy. */
    static Object of(AgentService one) {
        Proxy proxy = one.proxy();
        if (proxy == null) {
            return one;
        }
        List<UpstreamView> upstreams = proxy.upstreams() == null ? null
                : proxy.upstreams().stream().map(AgentServiceView::upstream).toList();
        ProxyView view = new ProxyView(proxy.destinationServiceName(), proxy.destinationServiceID(),
                proxy.localServiceAddress(), proxy.localServicePort(), proxy.localServiceSocketPath(), proxy.mode(),
                proxy.transparentProxy(), proxy.config(), upstreams, proxy.meshGateway(), proxy.expose());
        return new AgentServiceView(one.kind(), one.id(), one.service(), one.tags(), one.meta(), one.port(),
                one.address(), one.socketPath(), one.taggedAddresses(), one.weights(), one.enableTagOverride(),
                one.contentHash(), view, one.connect(), one.datacenter());
    }

    private static UpstreamView upstream(Upstream one) {
        return new UpstreamView(one.destinationType(), one.destinationNamespace(), one.destinationName(),
                one.datacenter(), one.localBindAddress(), one.localBindPort(), one.localBindSocketPath(),
                one.localBindSocketMode(), one.config(), one.meshGateway());
    }

    /** All of a map. */
    static Map<String, Object> of(Map<String, AgentService> all) {
        Map<String, Object> views = new LinkedHashMap<>();
        all.forEach((id, service) -> views.put(id, of(service)));
        return views;
    }
}

package io.curia.core.agent.watch;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Expose;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.TransparentProxy;
import io.curia.api.model.Upstream;
import io.curia.api.model.Weights;
import io.curia.api.model.Wire;
import java.util.List;
import java.util.Map;

/** What handlers are given: the shapes that Consul's own client library reads answers into, and writes again. */
public final class WatchShapes {
    private WatchShapes() { }

    /** A key. */
    public record Key(String key, long createIndex, long modifyIndex, long lockIndex, long flags, byte[] value,
            String session) { }

    /** A check's definition; agents leave it empty. */
    public record Definition(@Wire("HTTP") String http, Map<String, List<String>> header, String method, String body,
            @Wire("TLSServerName") String tlsServerName, @Wire("TLSSkipVerify") boolean tlsSkipVerify,
            @Wire("TCP") String tcp, @Wire("GRPC") String grpc, @Wire("GRPCUseTLS") boolean grpcUseTLS, String interval,
            String timeout, String deregisterCriticalServiceAfter) {
        static final Definition NONE = new Definition("", null, "", "", "", false, "", "", false, "0s", "0s", "0s");
    }

    /** A check. */
    public record Check(String node, String checkID, String name, String status, String notes, String output,
            String serviceID, String serviceName, List<String> serviceTags, String type, Definition definition,
            long createIndex, long modifyIndex) { }

    /** A proxy's upstream. */
    public record Up(@Wire(omitEmpty = true) String destinationType, @Wire(omitEmpty = true) String destinationNamespace,
            String destinationName, @Wire(omitEmpty = true) String datacenter,
            @Wire(omitEmpty = true) String localBindAddress, @Wire(omitEmpty = true) int localBindPort,
            @Wire(omitEmpty = true) String localBindSocketPath, @Wire(omitEmpty = true) String localBindSocketMode,
            @Wire(omitEmpty = true) Map<String, Object> config, MeshGateway meshGateway,
            @Wire(omitEmpty = true) boolean centrallyConfigured) { }

    /** A service's proxy part. */
    public record ProxyPart(@Wire(omitEmpty = true) String destinationServiceName,
            @Wire(omitEmpty = true) String destinationServiceID, @Wire(omitEmpty = true) String localServiceAddress,
            @Wire(omitEmpty = true) int localServicePort, @Wire(omitEmpty = true) String localServiceSocketPath,
            @Wire(omitEmpty = true) String mode, @Wire(omitEmpty = true) TransparentProxy transparentProxy,
            @Wire(omitEmpty = true) Map<String, Object> config, @Wire(omitEmpty = true) List<Up> upstreams,
            MeshGateway meshGateway, Expose expose) { }

    /** A service. */
    public record Service(@Wire(omitEmpty = true) String kind, @Wire("ID") String id, String service, List<String> tags,
            Map<String, String> meta, int port, String address, @Wire(omitEmpty = true) String socketPath,
            @Wire(omitEmpty = true) Map<String, ServiceAddress> taggedAddresses, Weights weights,
            boolean enableTagOverride, @Wire(omitEmpty = true) long createIndex, @Wire(omitEmpty = true) long modifyIndex,
            ProxyPart proxy, ServiceConnect connect) { }

    /** An instance of a service. */
    public record Entry(Node node, Service service, List<Check> checks) { }

    static Object key(KvEntry entry) {
        return entry == null ? null : new Key(entry.key(), entry.createIndex(), entry.modifyIndex(), entry.lockIndex(),
                entry.flags(), entry.value(), entry.session());
    }

    static Object keys(List<KvEntry> entries) {
        return entries.isEmpty() ? null : entries.stream().map(WatchShapes::key).toList();
    }

    static List<Check> checks(List<HealthCheck> checks) {
        return checks == null ? List.of() : checks.stream().map(c -> new Check(c.node(), c.checkID(), c.name(), c.status(),
                c.notes(), c.output(), c.serviceID(), c.serviceName(),
                c.serviceTags() == null ? List.of() : c.serviceTags(), c.type(), Definition.NONE, c.createIndex(),
                c.modifyIndex())).toList();
    }

    static List<Entry> entries(List<CheckServiceNode> instances) {
        return instances.stream().map(i -> new Entry(i.node(), service(i.service()), checks(i.checks()))).toList();
    }

    private static Service service(NodeService s) {
        Proxy p = s.proxy() == null ? Proxy.NONE : s.proxy();
        return new Service(s.kind(), s.id(), s.service(), s.tags() == null ? List.of() : s.tags(), s.meta(), s.port(),
                s.address(), s.socketPath(), s.taggedAddresses(), s.weights(), s.enableTagOverride(), s.createIndex(),
                s.modifyIndex(), new ProxyPart(p.destinationServiceName(), p.destinationServiceID(),
                        p.localServiceAddress(), p.localServicePort(), p.localServiceSocketPath(), p.mode(),
                        p.transparentProxy(), p.config(), upstreams(p.upstreams()), p.meshGateway(), p.expose()),
                s.connect() == null ? ServiceConnect.NONE : s.connect());
    }

    private static List<Up> upstreams(List<Upstream> upstreams) {
        return upstreams == null ? null : upstreams.stream().map(u -> new Up(u.destinationType(),
                u.destinationNamespace(), u.destinationName(), u.datacenter(), u.localBindAddress(), u.localBindPort(),
                u.localBindSocketPath(), u.localBindSocketMode(), u.config(), u.meshGateway(),
                u.centrallyConfigured())).toList();
    }
}

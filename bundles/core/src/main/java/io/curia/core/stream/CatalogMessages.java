package io.curia.core.stream;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Expose;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.TransparentProxy;
import io.curia.api.model.Upstream;
import io.curia.api.model.Weights;
import java.util.List;
import java.util.Map;

/**
 * Nodes, services and checks as the messages of Consul's pbservice. Parts that a reader may take for granted are written even when they are
 * empty. The definition of a sidecar, which the catalog does not use, stays out.
 */
final class CatalogMessages {
    private CatalogMessages() { }

    /** CheckServiceNode. */
    static void instance(ProtoWriter out, CheckServiceNode instance) {
        out.message(1, part -> node(part, instance.node()));
        out.message(2, part -> service(part, instance.service()));
        instance.checks().forEach(check -> out.message(3, part -> check(part, check)));
    }

    private static void node(ProtoWriter out, Node node) {
        out.text(1, node.id()).text(2, node.node()).text(3, node.address()).text(4, node.datacenter())
                .texts(5, node.taggedAddresses()).texts(6, node.meta())
                .message(7, part -> indexes(part, node.createIndex(), node.modifyIndex()));
    }

    private static void service(ProtoWriter out, NodeService service) {
        Weights weights = service.weights() == null ? Weights.DEFAULT : service.weights();
        ServiceConnect connect = service.connect() == null ? ServiceConnect.NONE : service.connect();
        out.text(1, service.kind()).text(2, service.id()).text(3, service.service()).texts(4, service.tags())
                .text(5, service.address()).texts(6, service.meta()).integer(7, service.port())
                .message(8, part -> part.integer(1, weights.passing()).integer(2, weights.warning()))
                .bool(9, service.enableTagOverride())
                .message(11, part -> proxy(part, service.proxy() == null ? Proxy.NONE : service.proxy()))
                .message(12, part -> part.bool(1, connect.isNative()))
                .message(14, part -> indexes(part, service.createIndex(), service.modifyIndex()))
                .map(15, service.taggedAddresses(), (entry, address) -> entry.message(2,
                        part -> part.text(1, address.address()).integer(2, address.port())))
                .message(16, part -> { })
                .text(17, service.socketPath());
    }

    private static void proxy(ProtoWriter out, Proxy proxy) {
        out.text(1, proxy.destinationServiceName()).text(2, proxy.destinationServiceID())
                .text(3, proxy.localServiceAddress()).integer(4, proxy.localServicePort());
        if (proxy.config() != null) {
            out.message(5, part -> struct(part, proxy.config()));
        }
        if (proxy.upstreams() != null) {
            proxy.upstreams().forEach(upstream -> out.message(6, part -> upstream(part, upstream)));
        }
        TransparentProxy transparent = proxy.transparentProxy();
        out.message(7, part -> gateway(part, proxy.meshGateway()))
                .message(8, part -> expose(part, proxy.expose()))
                .text(9, proxy.mode())
                .message(10, part -> {
                    if (transparent != null) {
                        part.integer(1, transparent.outboundListenerPort()).bool(2, transparent.dialedDirectly());
                    }
                })
                .text(11, proxy.localServiceSocketPath());
    }

    private static void gateway(ProtoWriter out, MeshGateway gateway) {
        if (gateway != null) {
            out.text(1, gateway.mode());
        }
    }

    private static void expose(ProtoWriter out, Expose expose) {
        if (expose == null) {
            return;
        }
        out.bool(1, expose.checks());
        if (expose.paths() != null) {
            expose.paths().forEach(path -> out.message(2, part -> part.integer(1, path.listenerPort()).text(2, path.path())
                    .integer(3, path.localPathPort()).text(4, path.protocol()).bool(5, path.parsedFromCheck())));
        }
    }

    private static void upstream(ProtoWriter out, Upstream upstream) {
        out.text(1, upstream.destinationType()).text(2, upstream.destinationNamespace())
                .text(3, upstream.destinationName()).text(4, upstream.datacenter())
                .text(5, upstream.localBindAddress()).integer(6, upstream.localBindPort());
        if (upstream.config() != null) {
            out.message(7, part -> struct(part, upstream.config()));
        }
        out.message(8, part -> gateway(part, upstream.meshGateway())).bool(9, upstream.centrallyConfigured())
                .text(10, upstream.localBindSocketPath()).text(11, upstream.localBindSocketMode());
    }

    private static void check(ProtoWriter out, HealthCheck check) {
        out.text(1, check.node()).text(2, check.checkID()).text(3, check.name()).text(4, check.status())
                .text(5, check.notes()).text(6, check.output()).text(7, check.serviceID()).text(8, check.serviceName())
                .texts(9, check.serviceTags())
                .message(10, part -> definition(part, check.definition() == null ? CheckInfo.NONE : check.definition()))
                .message(11, part -> indexes(part, check.createIndex(), check.modifyIndex()))
                .text(12, check.type()).message(13, part -> { }).integer(14, check.exposedPort())
                .text(15, check.interval()).text(16, check.timeout());
    }

    private static void definition(ProtoWriter out, CheckInfo check) {
        out.text(1, check.http()).bool(2, check.tlsSkipVerify())
                .map(3, check.header(), (entry, values) -> entry.message(2, part -> part.texts(1, values)))
                .text(4, check.method()).text(5, check.tcp());
        duration(out, 6, check.intervalNanos());
        duration(out, 7, check.timeoutNanos());
        duration(out, 8, check.deregisterAfterNanos());
        out.integer(9, check.outputMaxSize()).texts(10, check.scriptArgs()).text(11, check.dockerContainerID())
                .text(12, check.shell()).text(13, check.grpc()).bool(14, check.grpcUseTLS()).text(15, check.aliasNode())
                .text(16, check.aliasService());
        duration(out, 17, check.ttlNanos());
        out.text(18, check.body()).text(19, check.tlsServerName()).text(20, check.h2ping())
                .bool(22, check.disableRedirects()).text(23, check.udp());
    }

    private static void duration(ProtoWriter out, int field, long nanos) {
        if (nanos != 0) {
            out.message(field, part -> part.integer(1, nanos / 1_000_000_000L).integer(2, nanos % 1_000_000_000L));
        }
    }

    private static void indexes(ProtoWriter out, long create, long modify) {
        out.integer(1, create).integer(2, modify);
    }

    /** google.protobuf.Struct. */
    private static void struct(ProtoWriter out, Map<?, ?> fields) {
        fields.forEach((name, value) -> out.message(1,
                entry -> entry.text(1, String.valueOf(name)).message(2, part -> value(part, value))));
    }

    /** google.protobuf.Value: a choice, so that its member is written whatever its value. */
    private static void value(ProtoWriter out, Object value) {
        if (value == null) {
            out.anyInteger(1, 0);
        } else if (value instanceof Number number) {
            out.anyDouble(2, number.doubleValue());
        } else if (value instanceof Boolean bool) {
            out.anyInteger(4, bool ? 1 : 0);
        } else if (value instanceof Map<?, ?> fields) {
            out.message(5, part -> struct(part, fields));
        } else if (value instanceof List<?> elements) {
            out.message(6, list -> elements.forEach(element -> list.message(1, part -> value(part, element))));
        } else {
            out.anyText(3, value.toString());
        }
    }
}

package io.curia.core.ops;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.fsm.CommandType;
import java.util.ArrayList;
import java.util.List;

/** Checks and completes what is registered with the catalog (reference: http-api, section 5). */
public final class CatalogRegistrations {
    private final Msgpack msgpack;
    private final String datacenter;

    private CatalogRegistrations(Msgpack msgpack, String datacenter) {
        this.msgpack = msgpack;
        this.datacenter = datacenter;
    }

    /** Adds the operations. */
    public static void addTo(OperationTable table, Msgpack msgpack, String datacenter) {
        CatalogRegistrations self = new CatalogRegistrations(msgpack, datacenter);
        table.write(CatalogOperations.REGISTER, self::register);
        table.write(CatalogOperations.DEREGISTER, self::deregister);
    }

    private Prepared<Boolean> register(RegisterRequest request) {
        requireHere(request.datacenter());
        RegisterRequest complete = completed(request, datacenter);
        return Prepared.command(msgpack.encode(CommandType.REGISTER, complete));
    }

    private Prepared<Boolean> deregister(DeregisterRequest request) {
        requireHere(request.datacenter());
        if (request.node().isEmpty()) {
            throw CuriaException.failed("Must provide node");
        }
        return Prepared.command(msgpack.encode(CommandType.DEREGISTER, request));
    }

    private void requireHere(String wanted) {
        if (wanted != null && !wanted.isEmpty() && !wanted.equals(datacenter)) {
            throw CuriaException.failed("No path to datacenter");
        }
    }

    static RegisterRequest completed(RegisterRequest request, String datacenter) {
        if (request.node().isEmpty()) {
            throw CuriaException.failed("Must provide node");
        }
        if (request.address().isEmpty() && !request.skipNodeUpdate()) {
            throw CuriaException.failed("Must provide address if SkipNodeUpdate is not set");
        }
        if (!request.id().isEmpty()) {
            requireUuid(request.id());
        }
        List<HealthCheck> checks = new ArrayList<>();
        if (request.check() != null) {
            checks.add(check(request.check(), request.node()));
        }
        if (request.checks() != null) {
            request.checks().forEach(check -> checks.add(check(check, request.node())));
        }
        return new RegisterRequest(datacenter, request.id(), request.node(), request.address(),
                request.taggedAddresses(), request.nodeMeta(), service(request.service()), null, checks,
                request.skipNodeUpdate());
    }

    static void requireUuid(String id) {
        if (id.length() != 36) {
            throw CuriaException.failed("Bad node ID: uuid string is wrong length");
        }
        for (int i = 0; i < id.length(); i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? id.charAt(i) != '-' : Character.digit(id.charAt(i), 16) < 0) {
                throw CuriaException.failed("Bad node ID: uuid is improperly formatted");
            }
        }
    }

    static NodeService service(NodeService service) {
        if (service == null) {
            return null;
        }
        String id = service.id().isEmpty() ? service.service() : service.id();
        if (!id.isEmpty() && service.service().isEmpty()) {
            throw CuriaException.failed("Must provide service name with ID");
        }
        if (service.address().equals("0.0.0.0") || service.address().equals("::") || service.address().equals("[::]")) {
            throw CuriaException.failed("Invalid service address");
        }
        if (NodeService.CONNECT_PROXY.equals(service.kind())
                && (service.proxy() == null || service.proxy().destinationServiceName().isEmpty())) {
            throw CuriaException.failed("Invalid Service Registration: 1 error occurred:\n"
                    + "\t* Proxy.DestinationServiceName must be non-empty for Connect proxy services\n\n");
        }
        return new NodeService(service.kind(), id, service.service(), service.tags(), service.address(),
                service.taggedAddresses(), service.meta(), service.port(), service.socketPath(),
                weights(service.weights()), service.enableTagOverride(),
                service.proxy() == null ? Proxy.NONE : Nested.proxy(service.proxy()),
                service.connect() == null ? ServiceConnect.NONE : service.connect(), 0, 0);
    }

    private static Weights weights(Weights given) {
        return given == null || given.passing() < 1 ? Weights.DEFAULT : given;
    }

    static HealthCheck check(HealthCheck check, String node) {
        String checkNode = check.node().isEmpty() ? node : check.node();
        if (!checkNode.equalsIgnoreCase(node)) {
            throw CuriaException.failed("check node \"" + checkNode + "\" does not match node \"" + node + "\"");
        }
        CheckInfo definition = check.definition() == null ? CheckInfo.NONE : check.definition();
        return new HealthCheck(checkNode, check.checkID().isEmpty() ? check.name() : check.checkID(), check.name(),
                check.status(), check.notes(), check.output(), check.serviceID(), check.serviceName(),
                check.serviceTags(), check.type().isEmpty() ? typeOf(definition) : check.type(), check.interval(),
                check.timeout(), check.exposedPort(), definition, 0, 0);
    }

    private static String typeOf(CheckInfo definition) {
        if (!definition.grpc().isEmpty()) {
            return "grpc";
        }
        if (!definition.http().isEmpty()) {
            return "http";
        }
        if (definition.ttlNanos() > 0) {
            return "ttl";
        }
        if (!definition.tcp().isEmpty()) {
            return "tcp";
        }
        if (!definition.udp().isEmpty()) {
            return "udp";
        }
        if (!definition.aliasNode().isEmpty() || !definition.aliasService().isEmpty()) {
            return "alias";
        }
        if (!definition.dockerContainerID().isEmpty()) {
            return "docker";
        }
        if (definition.scriptArgs() != null && !definition.scriptArgs().isEmpty()) {
            return "script";
        }
        return definition.h2ping().isEmpty() ? "" : "h2ping";
    }
}

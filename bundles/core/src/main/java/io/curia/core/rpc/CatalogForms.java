package io.curia.core.rpc;

import static io.curia.core.rpc.ReadForm.orEmpty;

import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.InternalOperations;
import java.util.function.Function;

/** Catalog, health and coordinates. */
final class CatalogForms {
    private CatalogForms() { }

    static void addTo(Forms forms) {
        registrations(forms);
        catalog(forms);
        health(forms);
        coordinates(forms);
    }

    private static void registrations(Forms forms) {
        forms.silent(CatalogOperations.REGISTER, RegisterRequest.class, (dc, q) -> new RegisterRequest(dc, q.id(), q.node(),
                q.address(), q.taggedAddresses(), q.nodeMeta(), q.service(), q.check(), q.checks(), q.skipNodeUpdate()),
                Function.identity());
        forms.silent(CatalogOperations.DEREGISTER, DeregisterRequest.class,
                (dc, q) -> new DeregisterRequest(dc, q.node(), q.serviceID(), q.checkID()), Function.identity());
    }

    private static void catalog(Forms forms) {
        forms.read(CatalogOperations.LIST_DATACENTERS, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc),
                w -> NoRequest.INSTANCE, null);
        forms.read(CatalogOperations.LIST_NODES, WireRequests.Nodes.class,
                (dc, q) -> new WireRequests.Nodes(dc, q.nodeMeta(), WireRequests.Source.of(q.near())),
                w -> new CatalogOperations.NodesRequest(orEmpty(w.nodeMetaFilters()), WireRequests.Source.node(w.source())),
                "Nodes");
        forms.read(CatalogOperations.LIST_SERVICES, WireRequests.Nodes.class,
                (dc, q) -> new WireRequests.Nodes(dc, q.nodeMeta(), null),
                w -> new CatalogOperations.ServicesRequest(orEmpty(w.nodeMetaFilters())), "Services");
        forms.read(CatalogOperations.SERVICE_NODES, WireRequests.Service.class,
                (dc, q) -> new WireRequests.Service(dc, q.nodeMeta(), q.service(), "", q.tags(),
                        q.tags() != null && !q.tags().isEmpty(), q.connect(), false, false,
                        WireRequests.Source.of(q.near())),
                w -> new CatalogOperations.ServiceNodesRequest(w.serviceName(), w.tags(), w.connect(),
                        orEmpty(w.nodeMetaFilters()), WireRequests.Source.node(w.source())), "ServiceNodes");
        forms.read(CatalogOperations.NODE_SERVICES, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new CatalogOperations.NodeRequest(w.node()),
                "NodeServices");
        forms.read(CatalogOperations.NODE_SERVICE_LIST, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new CatalogOperations.NodeRequest(w.node()),
                "NodeServices");
        forms.read(InternalOperations.NODE_INFO, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new InternalOperations.NodeRequest(w.node()), "Dump");
        forms.read(InternalOperations.NODE_DUMP, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc),
                w -> NoRequest.INSTANCE, "Dump");
    }

    private static void health(Forms forms) {
        forms.read(HealthOperations.SERVICE_NODES, WireRequests.Service.class,
                (dc, q) -> new WireRequests.Service(dc, q.nodeMeta(), q.service(), "", q.tags(),
                        q.tags() != null && !q.tags().isEmpty(), q.endpoint() == Endpoint.CONNECT,
                        q.endpoint() == Endpoint.INGRESS, q.passingOnly(), WireRequests.Source.of(q.near())),
                w -> new HealthOperations.ServiceRequest(w.serviceName(), w.connect() ? Endpoint.CONNECT
                        : w.ingress() ? Endpoint.INGRESS : Endpoint.SERVICE, w.tags(), w.passingOnly(),
                        orEmpty(w.nodeMetaFilters()), WireRequests.Source.node(w.source())), "Nodes");
        forms.read(HealthOperations.NODE_CHECKS, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new HealthOperations.NodeRequest(w.node()),
                "HealthChecks");
        forms.read(HealthOperations.SERVICE_CHECKS, WireRequests.Service.class,
                (dc, q) -> new WireRequests.Service(dc, q.nodeMeta(), q.service(), "", null, false, false, false, false,
                        WireRequests.Source.of(q.near())),
                w -> new HealthOperations.ServiceChecksRequest(w.serviceName(), orEmpty(w.nodeMetaFilters()),
                        WireRequests.Source.node(w.source())), "HealthChecks");
        forms.read(HealthOperations.CHECKS_IN_STATE, WireRequests.State.class,
                (dc, q) -> new WireRequests.State(dc, q.nodeMeta(), q.state(), WireRequests.Source.of(q.near())),
                w -> new HealthOperations.StateRequest(w.state(), orEmpty(w.nodeMetaFilters()),
                        WireRequests.Source.node(w.source())), "HealthChecks");
    }

    private static void coordinates(Forms forms) {
        forms.silent(CoordinateOperations.UPDATE, WireRequests.CoordinateUpdate.class,
                (dc, q) -> new WireRequests.CoordinateUpdate(dc, q.node(), q.segment(), q.coord()),
                w -> new CoordinateOperations.UpdateRequest(w.node(), w.segment(), w.coord()));
        forms.read(CoordinateOperations.LIST_DATACENTERS, WireRequests.Plain.class,
                (dc, q) -> new WireRequests.Plain(dc), w -> NoRequest.INSTANCE, null);
        forms.read(CoordinateOperations.LIST_NODES, WireRequests.Segment.class,
                (dc, q) -> new WireRequests.Segment(dc, q.segment()),
                w -> new CoordinateOperations.NodesRequest(w.segment()), "Coordinates");
        forms.read(CoordinateOperations.NODE, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new CoordinateOperations.NodeRequest(w.node()),
                "Coordinates");
    }
}

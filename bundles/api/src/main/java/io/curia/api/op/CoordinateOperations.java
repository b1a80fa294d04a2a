package io.curia.api.op;

import io.curia.api.model.Coordinate;
import io.curia.api.model.DatacenterCoordinates;
import io.curia.api.model.NodeCoordinate;
import java.util.List;

/** Network coordinates (reference: http-api, section 9). */
public final class CoordinateOperations {
    private CoordinateOperations() { }

    /** A node's new coordinate; updates are batched, so it is visible a little later. */
    public record UpdateRequest(String node, String segment, Coordinate coord) { }

    /** The coordinates of a segment. */
    public record NodesRequest(String segment) { }

    /** The coordinates of a node. */
    public record NodeRequest(String node) { }

    /** Answers true once the update is in a batch. */
    public static final WriteOperation<UpdateRequest, Boolean> UPDATE =
            WriteOperation.of("Coordinate.Update", UpdateRequest.class, Boolean.class);
    /** All datacenters' servers. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<DatacenterCoordinates>> LIST_DATACENTERS =
            ReadOperation.of("Coordinate.ListDatacenters", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<DatacenterCoordinates>>() { });
    /** All nodes of this datacenter. */
    public static final ReadOperation<NodesRequest, List<NodeCoordinate>> LIST_NODES =
            ReadOperation.of("Coordinate.ListNodes", NodesRequest.class,
                    new ReadOperation.Of<List<NodeCoordinate>>() { });
    /** One node; empty when it has none. */
    public static final ReadOperation<NodeRequest, List<NodeCoordinate>> NODE =
            ReadOperation.of("Coordinate.Node", NodeRequest.class, new ReadOperation.Of<List<NodeCoordinate>>() { });
}

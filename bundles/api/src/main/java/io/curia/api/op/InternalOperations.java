package io.curia.api.op;

import io.curia.api.model.CaRoots;
import io.curia.api.model.NodeInfo;
import java.util.List;

/** Operations without a place of their own. */
public final class InternalOperations {
    private InternalOperations() { }

    /** A node by its name. */
    public record NodeRequest(String node) { }

    /** One node or none. */
    public static final ReadOperation<NodeRequest, List<NodeInfo>> NODE_INFO =
            ReadOperation.of("Internal.NodeInfo", NodeRequest.class, new ReadOperation.Of<List<NodeInfo>>() { });
    /** All nodes. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<NodeInfo>> NODE_DUMP =
            ReadOperation.of("Internal.NodeDump", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<NodeInfo>>() { });
    /** The mesh's root certificates. */
    public static final ReadOperation<CatalogOperations.NoRequest, CaRoots> CA_ROOTS =
            ReadOperation.of("ConnectCA.Roots", CatalogOperations.NoRequest.class, CaRoots.class);
}

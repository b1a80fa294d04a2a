package io.curia.api.op;

import io.curia.api.gossip.GossipPool;
import io.curia.api.model.CaRoots;
import io.curia.api.model.KeyringResponse;
import io.curia.api.model.NodeInfo;
import java.util.List;

/** Operations without a place of their own. */
public final class InternalOperations {
    private InternalOperations() { }

    /** A node by its name. */
    public record NodeRequest(String node) { }

    /**
     * An operation on the keys of gossip.
     *
     * @param key in base64; "" for LIST
     * @param localOnly leave other datacenters and the WAN pool alone; LIST only
     * @param forwarded another datacenter has asked: it looks after all the others
     */
    public record KeyringRequest(GossipPool.KeyOperation operation, String key, int relayFactor, boolean localOnly,
            boolean forwarded) { }

    /**
     * A user event for the agents of a datacenter.
     *
     * @param payload as agents read it (reference: gossip-rpc, section 3.5)
     */
    public record EventRequest(String name, byte[] payload) { }

    /** What every pool said. */
    public record KeyringReport(List<KeyringResponse> responses) { }

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
    /** Sends a user event through the LAN pool of a datacenter; answers true. Any server does it. */
    public static final WriteOperation<EventRequest, Boolean> EVENT_FIRE =
            WriteOperation.of("Internal.EventFire", EventRequest.class, Boolean.class);
    /** Has all members of all pools carry out an operation on their keys. Any server does it. */
    public static final WriteOperation<KeyringRequest, KeyringReport> KEYRING =
            WriteOperation.of("Internal.KeyringOperation", KeyringRequest.class, KeyringReport.class);
}

package io.curia.core.fsm;

/** The first byte of a command (reference: gossip-rpc, section 5; from 64 on our own). Never change a number. */
public final class CommandType {
    /** {@link io.curia.api.op.CatalogOperations.RegisterRequest}. */
    public static final int REGISTER = 0;
    /** {@link io.curia.api.op.CatalogOperations.DeregisterRequest}. */
    public static final int DEREGISTER = 1;
    /** {@link io.curia.api.op.KvOperations.ApplyRequest}. */
    public static final int KVS = 2;
    /** {@link SessionWrites.SessionCommand}. */
    public static final int SESSION = 3;
    /** {@link ReapCommand}. */
    public static final int TOMBSTONE = 5;
    /** {@link CoordinateBatch}. */
    public static final int COORDINATES = 6;
    /** {@link io.curia.api.op.QueryOperations.ApplyRequest}. */
    public static final int QUERY = 7;
    /** {@link io.curia.api.op.TxnOperations.Request}. */
    public static final int TXN = 8;
    /** {@link io.curia.api.op.OperatorOperations.SetAutopilotRequest}. */
    public static final int AUTOPILOT = 9;
    /** {@link CaCommand}. */
    public static final int CA_ROOTS = 13;
    /** {@link ConfigEntryWrites.Command}. */
    public static final int CONFIG_ENTRY = 22;
    /** Does nothing but take its place in the log. */
    public static final int BARRIER = 64;
    /** A piece of a snapshot that replaces the state, see {@link RestoreCommands}. */
    public static final int RESTORE = 65;

    private CommandType() { }

    /** Forget tombstones up to an index. */
    public record ReapCommand(long upTo) { }

    /** The first root of the certificate authority; ignored when there is one. */
    public record CaCommand(io.curia.api.model.CaRoots roots, String key) { }

    /** Coordinates of several nodes. */
    public record CoordinateBatch(java.util.List<io.curia.api.model.NodeCoordinate> updates) { }
}

package io.curia.core.fsm;

import io.curia.api.consensus.StateMachine;
import io.curia.api.model.CaRoot;
import io.curia.api.model.CaRoots;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.TxnOperations;
import io.curia.core.codec.Msgpack;
import io.curia.core.store.Snapshot;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import io.curia.core.store.StateTxn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine that a consensus engine drives.
 *
 * <p>Invariants: the same log gives the same state on every server; a refused command changes nothing but the applied
 * index; {@link #apply} and {@link #restore} are called by one thread at a time.
 */
public final class Fsm implements StateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(Fsm.class);

    private final StateStore store;
    private final Msgpack msgpack;
    private final RestoreCommands restoring;

    /** A state machine over a store that nobody else writes. */
    public Fsm(StateStore store, Msgpack msgpack) {
        this.store = store;
        this.msgpack = msgpack;
        this.restoring = new RestoreCommands(msgpack);
    }

    @Override
    public byte[] apply(long index, long term, byte[] command) {
        StateTxn txn = store.begin(index, term);
        try {
            int type = command.length == 0 ? CommandType.BARRIER : command[0];
            if (type == CommandType.RESTORE) {
                State replaced = restoring.apply(command, index, term);
                if (replaced != null) {
                    store.restore(replaced);
                } else {
                    store.commit(txn);
                }
                return Results.encode(true, msgpack);
            }
            Object result = run(type, txn, command);
            if (result instanceof TxnOperations.Outcome outcome && outcome.errors() != null) {
                store.commit(store.begin(index, term));
            } else {
                store.commit(txn);
            }
            return Results.encode(result, msgpack);
        } catch (CuriaException refusal) {
            store.commit(store.begin(index, term));
            return Results.refusal(refusal.getMessage());
        } catch (RuntimeException | IOException e) {
            LOG.error("command {} at index {} could not be applied", command.length == 0 ? -1 : command[0], index, e);
            store.commit(store.begin(index, term));
            return Results.refusal("internal error: command could not be applied");
        }
    }

    private Object run(int type, StateTxn txn, byte[] command) throws IOException {
        switch (type) {
            case CommandType.KVS -> {
                return KvWrites.apply(txn, KvCommand.decode(command));
            }
            case CommandType.REGISTER -> {
                CatalogWrites.register(txn, msgpack.decode(command, RegisterRequest.class));
                return true;
            }
            case CommandType.DEREGISTER -> {
                CatalogWrites.deregister(txn, msgpack.decode(command, DeregisterRequest.class));
                return true;
            }
            case CommandType.SESSION -> {
                return SessionWrites.apply(txn, msgpack.decode(command, SessionWrites.SessionCommand.class));
            }
            case CommandType.TXN -> {
                return TxnWrites.apply(txn, msgpack.decode(command, TxnOperations.Request.class));
            }
            case CommandType.TOMBSTONE -> {
                CommandType.ReapCommand reap = msgpack.decode(command, CommandType.ReapCommand.class);
                txn.reapTombstones(reap.upTo());
                return true;
            }
            case CommandType.COORDINATES -> {
                CommandType.CoordinateBatch batch = msgpack.decode(command, CommandType.CoordinateBatch.class);
                batch.updates().stream().filter(update -> txn.node(update.node()) != null).forEach(txn::putCoordinate);
                return true;
            }
            case CommandType.QUERY -> {
                return QueryWrites.apply(txn, msgpack.decode(command, QueryOperations.ApplyRequest.class));
            }
            case CommandType.CONFIG_ENTRY -> {
                return ConfigEntryWrites.apply(txn, msgpack.decode(command, ConfigEntryWrites.Command.class));
            }
            case CommandType.AUTOPILOT -> {
                return AutopilotWrites.apply(txn, msgpack.decode(command, SetAutopilotRequest.class));
            }
            case CommandType.CA_ROOTS -> {
                CommandType.CaCommand authority = msgpack.decode(command, CommandType.CaCommand.class);
                if (txn.view().caRoots == null) {
                    txn.putCaRoots(stamped(authority.roots(), txn.index()), authority.key());
                }
                return true;
            }
            case CommandType.BARRIER -> {
                return true;
            }
            default -> throw CuriaException.failed("unknown command type " + type);
        }
    }

    private static CaRoots stamped(CaRoots roots, long index) {
        return new CaRoots(roots.activeRootID(), roots.trustDomain(), roots.roots().stream().map(root -> new CaRoot(
                root.id(), root.name(), root.serialNumber(), root.signingKeyID(), root.externalTrustDomain(),
                root.notBefore(), root.notAfter(), root.rootCert(), root.intermediateCerts(), root.active(),
                root.privateKeyType(), root.privateKeyBits(), index, index)).toList());
    }

    @Override
    public SnapshotWriter freeze() {
        State state = store.state();
        return new SnapshotWriter() {
            @Override
            public long index() {
                return state.index;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                new Snapshot(msgpack).write(state, out);
            }

            @Override
            public void close() {
                // the state is garbage like any other
            }
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        store.restore(new Snapshot(msgpack).read(in));
    }

    @Override
    public long appliedIndex() {
        return store.state().index;
    }
}

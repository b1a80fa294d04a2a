package io.curia.core.ops;

import io.curia.api.model.ConfigEntry;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.ConfigEntryWrites;
import io.curia.core.fsm.KvCommand;
import io.curia.core.leader.CoordinateBatcher;
import io.curia.core.leader.LockDelays;
import java.util.Map;

/** Writes of keys, coordinates and configuration entries. */
public final class Writes {
    /** What the gossip coordinates have. */
    private static final int DIMENSIONS = 8;

    private Writes() { }

    /** Adds them. */
    public static void addTo(OperationTable table, Msgpack msgpack, LockDelays lockDelays,
            CoordinateBatcher coordinates) {
        table.write(KvOperations.APPLY, "raft apply failed: ", request -> kv(request, lockDelays));
        table.write(CoordinateOperations.UPDATE, request -> {
            validate(request);
            coordinates.add(new NodeCoordinate(request.node(), request.segment(), request.coord()));
            return Prepared.answer(true);
        });
        table.write(ConfigEntryOperations.APPLY, "raft apply failed: ", request -> Prepared.command(msgpack.encode(
                CommandType.CONFIG_ENTRY, new ConfigEntryWrites.Command(false, request.entry(), request.cas()))));
        table.write(ConfigEntryOperations.DELETE, "raft apply failed: ", request -> Prepared.command(msgpack.encode(
                CommandType.CONFIG_ENTRY, new ConfigEntryWrites.Command(true,
                        new ConfigEntry(request.kind(), request.name(), Map.of(), 0, 0), -1))));
    }

    private static Prepared<Boolean> kv(ApplyRequest request, LockDelays lockDelays) {
        if (request.key().isEmpty() && request.verb() != Verb.DELETE_TREE) {
            throw CuriaException.failed("Must provide key");
        }
        if (request.verb() == Verb.LOCK && lockDelays.barred(request.key())) {
            return Prepared.answer(false);
        }
        return Prepared.command(KvCommand.encode(request));
    }

    private static void validate(CoordinateOperations.UpdateRequest request) {
        if (request.coord() == null || request.coord().vec() == null) {
            throw CuriaException.failed("invalid coordinate");
        }
        for (double component : request.coord().vec()) {
            if (!Double.isFinite(component)) {
                throw CuriaException.failed("invalid coordinate");
            }
        }
        if (request.coord().vec().size() != DIMENSIONS) {
            throw CuriaException.failed("incompatible coordinate");
        }
    }
}

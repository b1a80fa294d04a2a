package io.curia.core.rpc;

import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.OperatorOperations.PeerRequest;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.StatusOperations;
import io.curia.api.op.WriteOperation;
import java.util.Locale;
import java.util.function.Function;

/** What operators do, and what servers ask each other about themselves. */
final class OperatorForms {
    private OperatorForms() { }

    static void addTo(Forms forms) {
        plain(forms, StatusOperations.LEADER, null);
        plain(forms, StatusOperations.PEERS, null);
        plain(forms, StatusOperations.RAFT_STATS, null);
        forms.read(StatusOperations.PING, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc),
                w -> NoRequest.INSTANCE, null, WriteForm.Nothing.class, up -> new WriteForm.Nothing(), nothing -> true);
        plain(forms, InternalOperations.CA_ROOTS, "");
        plain(forms, OperatorOperations.GET_AUTOPILOT, null);
        plain(forms, OperatorOperations.RAFT_CONFIGURATION, null);
        plain(forms, OperatorOperations.SERVER_HEALTH, null);
        forms.write(OperatorOperations.SET_AUTOPILOT, WireRequests.AutopilotSet.class,
                (dc, q) -> new WireRequests.AutopilotSet(dc, q.cas() < 0 ? q.config()
                        : q.config().at(q.config().createIndex(), q.cas()), q.cas() >= 0),
                w -> new SetAutopilotRequest(w.config(), w.cas() ? w.config().modifyIndex() : -1));
        peer(forms, OperatorOperations.REMOVE_PEER, "Operator.RaftRemovePeerByID");
        peer(forms, OperatorOperations.TRANSFER_LEADER, "Operator.TransferLeader");
        events(forms);
    }

    private static <R> void plain(Forms forms, ReadOperation<NoRequest, R> operation, String field) {
        forms.read(operation, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc), w -> NoRequest.INSTANCE,
                field);
    }

    private static void peer(Forms forms, WriteOperation<PeerRequest, Boolean> operation, String method) {
        forms.write(operation, method, WireRequests.Peer.class, (dc, q) -> new WireRequests.Peer(dc, q.id(), q.address()),
                w -> new PeerRequest(w.id(), w.address()), null, WriteForm.Nothing.class, done -> new WriteForm.Nothing(),
                nothing -> true);
    }

    private static void events(Forms forms) {
        forms.silent(InternalOperations.EVENT_FIRE, WireRequests.Event.class,
                (dc, q) -> new WireRequests.Event(dc, q.name(), q.payload()),
                w -> new InternalOperations.EventRequest(w.name(), w.payload()));
        forms.write(InternalOperations.KEYRING, InternalOperations.KEYRING.name(), WireRequests.Keyring.class,
                (dc, q) -> new WireRequests.Keyring(dc, q.operation().name().toLowerCase(Locale.ROOT), q.key(),
                        q.forwarded(), q.relayFactor(), q.localOnly()),
                w -> new InternalOperations.KeyringRequest(operation(w.operation()), w.key(), w.relayFactor(),
                        w.localOnly(), w.forwarded()),
                "", InternalOperations.KeyringReport.class, Function.identity(), Function.identity());
    }

    private static KeyOperation operation(String name) {
        for (KeyOperation operation : KeyOperation.values()) {
            if (operation.name().equalsIgnoreCase(name)) {
                return operation;
            }
        }
        throw CuriaException.failed("Invalid keyring operation: \"" + name + "\"");
    }
}

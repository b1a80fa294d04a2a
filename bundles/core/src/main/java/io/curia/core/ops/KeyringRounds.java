package io.curia.core.ops;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.gossip.GossipPool.KeyReport;
import io.curia.api.model.KeyringResponse;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.InternalOperations.KeyringReport;
import io.curia.api.op.InternalOperations.KeyringRequest;
import io.curia.api.op.WriteOptions;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.route.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Operations on the keys of gossip: on the WAN pool once, on this datacenter's LAN pool, and through a server of each other
 * datacenter on theirs (reference: http-api, section 10.1).
 */
public final class KeyringRounds {
    private final String datacenter;
    private final Supplier<GossipPool> lan;
    private final Supplier<GossipPool> wan;
    private final Servers servers;
    private final Dispatcher dispatcher;

    /** @param lan null while there is none, as {@code wan} */
    public KeyringRounds(String datacenter, Supplier<GossipPool> lan, Supplier<GossipPool> wan, Servers servers,
            Dispatcher dispatcher) {
        this.datacenter = datacenter;
        this.lan = lan;
        this.wan = wan;
        this.servers = servers;
        this.dispatcher = dispatcher;
    }

    /** Adds the operation. */
    public void addTo(OperationTable table) {
        table.anywhere(InternalOperations.KEYRING, this::run);
    }

    private CompletableFuture<KeyringReport> run(KeyringRequest request) {
        List<CompletableFuture<List<KeyringResponse>>> rounds = new ArrayList<>();
        boolean everywhere = !request.forwarded() && !request.localOnly();
        GossipPool wide = wan.get();
        if (everywhere && wide != null) {
            rounds.add(round(wide, request, true));
        }
        GossipPool local = lan.get();
        if (local != null) {
            rounds.add(round(local, request, false));
        }
        if (everywhere) {
            servers.datacenters().stream().filter(name -> !name.equals(datacenter))
                    .forEach(name -> rounds.add(elsewhere(name, request)));
        }
        return CompletableFuture.allOf(rounds.toArray(CompletableFuture[]::new)).thenApply(all ->
                new KeyringReport(rounds.stream().flatMap(round -> round.join().stream()).toList()));
    }

    private CompletableFuture<List<KeyringResponse>> round(GossipPool pool, KeyringRequest request, boolean wide) {
        return pool.keys(request.operation(), request.key(), request.relayFactor())
                .thenApply(report -> List.of(response(report, request.operation(), wide)));
    }

    private KeyringResponse response(KeyReport report, KeyOperation operation, boolean wide) {
        String error = report.errors() > 0
                ? report.errors() + "/" + report.nodes() + " nodes reported failure"
                : report.responses() < report.nodes()
                        ? report.nodes() - report.responses() + "/" + report.nodes() + " nodes failed to respond" : "";
        boolean list = operation == KeyOperation.LIST;
        return new KeyringResponse(wide, datacenter, "", report.messages(), list ? report.keys() : null,
                list ? report.primaryKeys() : null, report.nodes(), error);
    }

    private CompletableFuture<List<KeyringResponse>> elsewhere(String name, KeyringRequest request) {
        KeyringRequest forwarded = new KeyringRequest(request.operation(), request.key(), request.relayFactor(), false, true);
        return dispatcher.write(InternalOperations.KEYRING, forwarded, new WriteOptions(name, ""))
                .handle((report, failure) -> failure == null ? report.responses() : List.of(new KeyringResponse(false, name,
                        "", Map.of(), null, null, 0, Hold.unwrapped(failure).getMessage())));
    }
}

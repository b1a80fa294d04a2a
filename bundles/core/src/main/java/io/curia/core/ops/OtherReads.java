package io.curia.core.ops;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.Coordinate;
import io.curia.api.model.DatacenterCoordinates;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.model.Session;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.TxnOperations;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.View;
import io.curia.core.fsm.TxnWrites;
import io.curia.core.route.Servers;
import io.curia.core.store.Keys;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads of sessions, coordinates and configuration entries, and transactions that only read. */
public final class OtherReads {
    private OtherReads() { }

    /**
     * Adds them.
     *
     * @param wan the pool of all servers; null while there is none
     */
    public static void addTo(OperationTable table, String datacenter, Supplier<GossipPool> wan) {
        table.cheap(SessionOperations.GET, OtherReads::session);
        table.shared(SessionOperations.LIST, OtherReads::sessions);
        table.shared(SessionOperations.NODE_SESSIONS, OtherReads::nodeSessions);
        table.here(CoordinateOperations.LIST_DATACENTERS, (request, view) -> datacenters(datacenter, wan.get()));
        table.shared(CoordinateOperations.LIST_NODES, OtherReads::coordinates);
        table.cheap(CoordinateOperations.NODE, OtherReads::coordinate);
        table.cheap(ConfigEntryOperations.GET, OtherReads::configEntry);
        table.shared(ConfigEntryOperations.LIST, OtherReads::configEntries);
        table.cheap(TxnOperations.READ, (request, view) ->
                TxnWrites.apply(new StateTxn(view.state(), view.state().index, view.state().term), request));
    }

    private static List<Session> session(SessionOperations.IdRequest request, View view) {
        requireUuid(request.id());
        view.watch(Topics.session(request.id()));
        view.index(view.state().tableIndex(Table.SESSIONS));
        Session found = view.state().sessions.get(Keys.name(request.id()));
        return found == null ? List.of() : List.of(found);
    }

    static void requireUuid(String id) {
        if (id.length() != 36) {
            throw CuriaException.failed("failed session lookup: index error: UUID must be 36 characters");
        }
    }

    private static List<Session> sessions(NoRequest request, View view) {
        Indexes.table(view, Table.SESSIONS);
        List<Session> all = new ArrayList<>();
        view.state().sessions.forEach(all::add);
        return all;
    }

    private static List<Session> nodeSessions(SessionOperations.NodeRequest request, View view) {
        Indexes.table(view, Table.SESSIONS);
        List<Session> found = new ArrayList<>();
        view.state().sessionsByNode.forEach(Keys.below(request.node()), found::add);
        return found;
    }

    /** The servers of all datacenters, as the pool knows them. */
    private static List<DatacenterCoordinates> datacenters(String datacenter, GossipPool wan) {
        Map<String, List<NodeCoordinate>> servers = new TreeMap<>();
        servers.put(datacenter, new ArrayList<>());
        for (Member member : wan == null ? List.<Member>of() : wan.members()) {
            RpcTarget server = Servers.target(member);
            if (server != null) {
                Coordinate known = wan.coordinate(member.name());
                servers.computeIfAbsent(server.datacenter(), unknown -> new ArrayList<>())
                        .add(new NodeCoordinate(server.node(), "", known == null ? Coordinate.ORIGIN : known));
            }
        }
        return servers.entrySet().stream().map(dc -> new DatacenterCoordinates(dc.getKey(), "wan", dc.getValue())).toList();
    }

    private static List<NodeCoordinate> coordinates(CoordinateOperations.NodesRequest request, View view) {
        Indexes.table(view, Table.COORDINATES);
        List<NodeCoordinate> found = new ArrayList<>();
        view.state().coordinates.forEach(coordinate -> !coordinate.segment().equals(request.segment())
                || found.add(coordinate));
        return found;
    }

    private static List<NodeCoordinate> coordinate(CoordinateOperations.NodeRequest request, View view) {
        Indexes.table(view, Table.COORDINATES);
        List<NodeCoordinate> found = new ArrayList<>();
        view.state().coordinates.forEach(Keys.below(request.node()), found::add);
        return found;
    }

    private static ConfigEntry configEntry(ConfigEntryOperations.KeyRequest request, View view) {
        view.watch(Topics.configEntry(request.kind(), request.name()));
        view.index(view.state().tableIndex(Table.CONFIG_ENTRIES));
        return view.state().configEntries.get(Keys.name(request.kind(), request.name()));
    }

    private static List<ConfigEntry> configEntries(ConfigEntryOperations.ListRequest request, View view) {
        Indexes.table(view, Table.CONFIG_ENTRIES);
        List<ConfigEntry> found = new ArrayList<>();
        if (request.kind().isEmpty()) {
            view.state().configEntries.forEach(found::add);
        } else {
            view.state().configEntries.forEach(Keys.below(request.kind()), found::add);
        }
        return found;
    }
}

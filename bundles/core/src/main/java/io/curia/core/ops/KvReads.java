package io.curia.core.ops;

import io.curia.api.model.KvEntry;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.GetRequest;
import io.curia.api.op.KvOperations.KeysRequest;
import io.curia.api.op.KvOperations.ListRequest;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.View;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.List;

/** Reads of keys and values. */
public final class KvReads {
    private KvReads() { }

    /** Adds them. */
    public static void addTo(OperationTable table) {
        table.cheap(KvOperations.GET, KvReads::get);
        table.shared(KvOperations.LIST, KvReads::list);
        table.shared(KvOperations.LIST_KEYS, KvReads::keys);
    }

    private static KvEntry get(GetRequest request, View view) {
        State state = view.state();
        if (view.watched()) {
            view.watch(Topics.key(request.key()));
        }
        KvEntry entry = state.kv.get(Keys.bytes(request.key()));
        view.index(entry != null ? entry.modifyIndex() : state.tableIndex(Table.KVS, Table.TOMBSTONES));
        return entry;
    }

    private static List<KvEntry> list(ListRequest request, View view) {
        List<KvEntry> entries = new ArrayList<>();
        view.state().kv.forEach(Keys.bytes(request.prefix()), entries::add);
        index(view, request.prefix(), entries);
        return entries;
    }

    private static List<String> keys(KeysRequest request, View view) {
        List<KvEntry> entries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        view.state().kv.forEach(Keys.bytes(request.prefix()), entry -> {
            entries.add(entry);
            String name = cut(entry.key(), request.prefix().length(), request.separator());
            if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
                names.add(name);
            }
            return true;
        });
        index(view, request.prefix(), entries);
        return names;
    }

    private static String cut(String key, int from, String separator) {
        int at = separator.isEmpty() ? -1 : key.indexOf(separator, from);
        return at < 0 ? key : key.substring(0, at + separator.length());
    }

    /** The newest write or deletion below the prefix; for the whole store, and for nothing at all, the table's. */
    private static void index(View view, String prefix, List<KvEntry> entries) {
        State state = view.state();
        view.watch(Topics.prefix(prefix));
        long[] newest = {0};
        if (!prefix.isEmpty()) {
            for (KvEntry entry : entries) {
                newest[0] = Math.max(newest[0], entry.modifyIndex());
            }
            state.tombstones.forEach(Keys.bytes(prefix), tombstone -> {
                newest[0] = Math.max(newest[0], tombstone.index());
                return true;
            });
        }
        view.index(newest[0] > 0 ? newest[0] : state.tableIndex(Table.KVS, Table.TOMBSTONES));
    }
}

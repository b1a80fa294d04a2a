package io.curia.core.rpc;

import io.curia.api.model.ConfigEntry;
import io.curia.api.model.KvEntry;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.TxnOperations;
import io.curia.core.codec.GoConfigEntry;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keys, sessions, transactions, prepared queries and configuration entries. */
final class StoreForms {
    private static final Type SESSIONS = new TypeOf<List<Session>>() { }.type();
    private static final Type FIELDS = new TypeOf<Map<String, Object>>() { }.type();
    private static final Type LIST_OF_FIELDS = new TypeOf<List<Map<String, Object>>>() { }.type();
    private static final String UPSERT_CAS = "upsert-cas";
    private static final String CREATE = "create";
    private static final String DESTROY = "destroy";

    private StoreForms() { }

    static void addTo(Forms forms) {
        keys(forms);
        sessions(forms);
        transactions(forms);
        queries(forms);
        configEntries(forms);
    }

    private static void keys(Forms forms) {
        forms.write(KvOperations.APPLY, WireRequests.Kvs.class,
                (dc, q) -> new WireRequests.Kvs(dc, q.verb().text(),
                        new KvEntry(0, q.key(), q.flags(), q.value(), q.session(), 0, q.index())),
                w -> {
                    KvOperations.Verb verb = KvOperations.Verb.of(w.op());
                    if (verb == null || verb.reads() || w.dirEnt() == null) {
                        throw CuriaException.failed("Invalid KVS operation '" + w.op() + "'");
                    }
                    KvEntry entry = w.dirEnt();
                    byte[] value = entry.value() == null || entry.value().length == 0 ? null : entry.value();
                    return new KvOperations.ApplyRequest(verb, entry.key(), value, entry.flags(), entry.modifyIndex(),
                            entry.session());
                });
        Type entries = new TypeOf<List<KvEntry>>() { }.type();
        forms.read(KvOperations.GET, WireRequests.Key.class, (dc, q) -> new WireRequests.Key(dc, q.key()),
                w -> new KvOperations.GetRequest(w.key()), "Entries", entries,
                entry -> entry == null ? null : List.of(entry),
                (List<KvEntry> found) -> found == null || found.isEmpty() ? null : emptyAsNull(found.get(0)));
        forms.read(KvOperations.LIST, WireRequests.Key.class, (dc, q) -> new WireRequests.Key(dc, q.prefix()),
                w -> new KvOperations.ListRequest(w.key()), "Entries", entries, Function.identity(),
                (List<KvEntry> found) -> found == null ? List.of() : found.stream().map(StoreForms::emptyAsNull).toList());
        forms.read(KvOperations.LIST_KEYS, WireRequests.Keys.class,
                (dc, q) -> new WireRequests.Keys(dc, q.prefix(), q.separator()),
                w -> new KvOperations.KeysRequest(w.prefix(), w.seperator()), "Keys");
    }

    private static KvEntry emptyAsNull(KvEntry entry) {
        return entry.value() != null && entry.value().length == 0 ? new KvEntry(entry.lockIndex(), entry.key(),
                entry.flags(), null, entry.session(), entry.createIndex(), entry.modifyIndex()) : entry;
    }

    private static void sessions(Forms forms) {
        forms.write(SessionOperations.CREATE, "Session.Apply", WireRequests.SessionApply.class,
                (dc, q) -> new WireRequests.SessionApply(dc, CREATE, q.session()),
                w -> CREATE.equals(w.op()) && w.session() != null ? new SessionOperations.CreateRequest(w.session()) : null,
                null, String.class, Function.identity(), Function.identity());
        forms.write(SessionOperations.DESTROY, "Session.Apply", WireRequests.SessionApply.class,
                (dc, q) -> new WireRequests.SessionApply(dc, DESTROY,
                        new Session(q.id(), "", "", 0, "", "", null, null, null, 0, 0)),
                w -> DESTROY.equals(w.op()) && w.session() != null
                        ? new SessionOperations.IdRequest(w.session().id()) : null,
                null, String.class, done -> "", id -> true);
        forms.write(SessionOperations.RENEW, "Session.Renew", WireRequests.SessionId.class,
                (dc, q) -> new WireRequests.SessionId(dc, q.id()), w -> new SessionOperations.IdRequest(w.id()), "Sessions",
                SESSIONS, session -> session == null ? null : List.of(session),
                (List<Session> found) -> found == null || found.isEmpty() ? null : found.get(0));
        forms.read(SessionOperations.GET, WireRequests.SessionId.class, (dc, q) -> new WireRequests.SessionId(dc, q.id()),
                w -> new SessionOperations.IdRequest(w.id()), "Sessions");
        forms.read(SessionOperations.LIST, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc),
                w -> NoRequest.INSTANCE, "Sessions");
        forms.read(SessionOperations.NODE_SESSIONS, WireRequests.NodeName.class,
                (dc, q) -> new WireRequests.NodeName(dc, q.node()), w -> new SessionOperations.NodeRequest(w.node()),
                "Sessions");
    }

    private static void transactions(Forms forms) {
        forms.write(TxnOperations.APPLY, WireRequests.Txn.class, TxnForms::request, TxnForms::request);
        forms.read(TxnOperations.READ, WireRequests.Txn.class, TxnForms::request, TxnForms::request, "");
    }

    private static void queries(Forms forms) {
        forms.write(QueryOperations.APPLY, WireRequests.QueryApply.class,
                (dc, q) -> new WireRequests.QueryApply(dc, q.action(), q.query()),
                w -> new QueryOperations.ApplyRequest(w.op(), whole(w.query())));
        forms.read(QueryOperations.GET, WireRequests.QueryId.class, (dc, q) -> new WireRequests.QueryId(dc, q.id()),
                w -> new QueryOperations.IdRequest(w.queryID()), "Queries");
        forms.read(QueryOperations.LIST, WireRequests.Plain.class, (dc, q) -> new WireRequests.Plain(dc),
                w -> NoRequest.INSTANCE, "Queries");
        execution(forms, QueryOperations.EXECUTE, "");
        execution(forms, QueryOperations.EXPLAIN, "");
        forms.read(QueryOperations.EXECUTE_REMOTE, WireRequests.QueryRemote.class,
                (dc, q) -> new WireRequests.QueryRemote(dc, q.query(), q.limit(), q.connect()),
                w -> new QueryOperations.RemoteRequest(whole(w.query()), w.limit(), w.connect()), "");
    }

    private static <R> void execution(Forms forms, ReadOperation<QueryOperations.ExecuteRequest, R> operation,
            String field) {
        forms.read(operation, WireRequests.QueryExecute.class,
                (dc, q) -> new WireRequests.QueryExecute(dc, q.idOrName(), q.limit(), q.connect(),
                        new WireRequests.Source("", "", q.near(), q.sourceAddress()),
                        WireRequests.Source.of(q.agentNode())),
                w -> new QueryOperations.ExecuteRequest(w.queryIDOrName(), WireRequests.Source.node(w.source()), w.limit(),
                        w.connect(), WireRequests.Source.node(w.agent()), w.source() == null ? "" : w.source().ip()),
                field);
    }

    /** With the parts that may be missing. */
    private static PreparedQuery whole(PreparedQuery q) {
        if (q == null) {
            return null;
        }
        PreparedQuery.ServiceQuery s = q.service();
        PreparedQuery.ServiceQuery service = s == null ? new PreparedQuery.ServiceQuery("", PreparedQuery.Failover.NONE,
                false, null, "", null, null, null, false) : s.failover() != null ? s
                : new PreparedQuery.ServiceQuery(s.service(), PreparedQuery.Failover.NONE, s.onlyPassing(),
                        s.ignoreCheckIDs(), s.near(), s.tags(), s.nodeMeta(), s.serviceMeta(), s.connect());
        return new PreparedQuery(q.id(), q.name(), q.session(), q.token(),
                q.template() == null ? PreparedQuery.Template.NONE : q.template(), service,
                q.dns() == null ? PreparedQuery.Dns.NONE : q.dns(), q.createIndex(), q.modifyIndex());
    }

    private static void configEntries(Forms forms) {
        forms.write(ConfigEntryOperations.APPLY, WireRequests.EntryWrite.class,
                (dc, q) -> new WireRequests.EntryWrite(dc, q.cas() < 0 ? "upsert" : UPSERT_CAS, GoConfigEntry.fields(
                        q.cas() < 0 ? q.entry() : at(q.entry(), q.cas()))),
                w -> applied(entry(w), UPSERT_CAS.equals(w.op())));
        forms.silent(ConfigEntryOperations.DELETE, WireRequests.EntryWrite.class,
                (dc, q) -> new WireRequests.EntryWrite(dc, "delete", Map.of(EntryEnvelopes.KIND, q.kind(), "Name", q.name())),
                w -> deleted(entry(w)));
        forms.read(ConfigEntryOperations.GET, WireRequests.EntryKey.class,
                (dc, q) -> new WireRequests.EntryKey(dc, q.kind(), q.name()),
                w -> new ConfigEntryOperations.KeyRequest(w.kind(), w.name()), EntryEnvelopes.ENTRY, FIELDS,
                entry -> entry == null ? null : GoConfigEntry.fields(entry),
                fields -> fields == null ? null : GoConfigEntry.ofFields(fields));
        forms.read(ConfigEntryOperations.LIST, WireRequests.EntryKey.class,
                (dc, q) -> new WireRequests.EntryKey(dc, q.kind(), ""),
                w -> new ConfigEntryOperations.ListRequest(w.kind()), EntryEnvelopes.ENTRIES, LIST_OF_FIELDS,
                entries -> entries.stream().map(GoConfigEntry::fields).toList(),
                entries -> entries == null ? List.of() : entries.stream().map(GoConfigEntry::ofFields).toList());
        forms.envelope(ConfigEntryOperations.APPLY.name(), EntryEnvelopes.REQUEST);
        forms.envelope(ConfigEntryOperations.DELETE.name(), EntryEnvelopes.REQUEST);
        forms.envelope(ConfigEntryOperations.GET.name(), EntryEnvelopes.REPLY);
        forms.envelope(ConfigEntryOperations.LIST.name(), EntryEnvelopes.LIST);
    }

    private static ConfigEntry entry(WireRequests.EntryWrite write) {
        try {
            return GoConfigEntry.ofFields(write.entry());
        } catch (IllegalArgumentException e) {
            throw CuriaException.failed(e.getMessage());
        }
    }

    private static ConfigEntry at(ConfigEntry entry, long index) {
        return new ConfigEntry(entry.kind(), entry.name(), entry.body(), entry.createIndex(), index);
    }

    private static ConfigEntryOperations.ApplyRequest applied(ConfigEntry entry, boolean cas) {
        return new ConfigEntryOperations.ApplyRequest(entry, cas ? entry.modifyIndex() : -1);
    }

    private static ConfigEntryOperations.KeyRequest deleted(ConfigEntry entry) {
        return new ConfigEntryOperations.KeyRequest(entry.kind(), entry.name());
    }
}

package io.curia.core.rpc;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.Coordinate;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.Session;
import io.curia.api.model.Wire;
import java.util.List;
import java.util.Map;

/** The shapes of Consul's requests, where they are not those of our own. What else it may say there is not asked for. */
final class WireRequests {
    private WireRequests() { }

    /** Nothing but the datacenter. */
    record Plain(String datacenter) { }

    /** From where distances are measured. */
    record Source(String datacenter, String segment, String node, @Wire("Ip") String ip) {
        static Source of(String node) {
            return new Source("", "", node == null ? "" : node, "");
        }

        static String node(Source source) {
            return source == null ? "" : source.node();
        }
    }

    record Nodes(String datacenter, Map<String, String> nodeMetaFilters, Source source) { }

    /** {@code passingOnly} is ours. */
    record Service(String datacenter, Map<String, String> nodeMetaFilters, String serviceName, String serviceTag,
            List<String> serviceTags, boolean tagFilter, boolean connect, boolean ingress, boolean passingOnly,
            Source source) {
        /** Old agents send one tag. */
        List<String> tags() {
            return !tagFilter ? List.of() : serviceTags != null && !serviceTags.isEmpty() ? serviceTags
                    : serviceTag.isEmpty() ? List.of() : List.of(serviceTag);
        }
    }

    record NodeName(String datacenter, String node) { }

    record State(String datacenter, Map<String, String> nodeMetaFilters, String state, Source source) { }

    record Key(String datacenter, String key) { }

    /** Spelt like that. */
    record Keys(String datacenter, String prefix, String seperator) { }

    record Kvs(String datacenter, String op, KvEntry dirEnt) { }

    /** The id stands in either field, depending on the release. */
    record SessionId(String datacenter, @Wire("SessionID") String sessionID, String session) {
        SessionId(String datacenter, String id) {
            this(datacenter, id, id);
        }

        String id() {
            return sessionID.isEmpty() ? session : sessionID;
        }
    }

    record SessionApply(String datacenter, String op, Session session) { }

    record Txn(String datacenter, List<TxnOp> ops) { }

    record TxnOp(@Wire("KV") TxnKv kv, TxnNode node, TxnService service, TxnCheck check, TxnSession session) { }

    record TxnKv(String verb, KvEntry dirEnt) { }

    record TxnNode(String verb, Node node) { }

    record TxnService(String verb, String node, NodeService service) { }

    record TxnCheck(String verb, HealthCheck check) { }

    record TxnSession(String verb, Session session) { }

    record QueryApply(String datacenter, String op, PreparedQuery query) { }

    record QueryId(String datacenter, @Wire("QueryID") String queryID) { }

    record QueryExecute(String datacenter, @Wire("QueryIDOrName") String queryIDOrName, int limit, boolean connect,
            Source source, Source agent) { }

    record QueryRemote(String datacenter, PreparedQuery query, int limit, boolean connect) { }

    record EntryWrite(String datacenter, String op, Map<String, Object> entry) { }

    record EntryKey(String datacenter, String kind, String name) { }

    record Segment(String datacenter, String segment) { }

    record CoordinateUpdate(String datacenter, String node, String segment, Coordinate coord) { }

    record AutopilotSet(String datacenter, AutopilotConfiguration config, @Wire("CAS") boolean cas) { }

    record Peer(String datacenter, @Wire("ID") String id, String address) { }

    record Event(String datacenter, String name, byte[] payload) { }

    record Keyring(String datacenter, String operation, String key, boolean forwarded, int relayFactor,
            boolean localOnly) { }
}

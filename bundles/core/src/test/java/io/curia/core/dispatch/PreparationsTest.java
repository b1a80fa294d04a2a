package io.curia.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.Node;
import io.curia.api.model.PreparedQuery;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.TxnOperations.Failure;
import io.curia.api.op.TxnOperations.NodeStep;
import io.curia.api.op.TxnOperations.Outcome;
import io.curia.api.op.TxnOperations.Step;
import io.curia.core.fsm.Cluster;
import io.curia.core.leader.LockDelays;
import io.curia.core.ops.QueryRegistrations;
import io.curia.core.ops.SessionsAndTxns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the leader refuses before it goes into the log. */
class PreparationsTest {
    private final Cluster cluster = new Cluster();
    private final OperationTable table = table();

    private OperationTable table() {
        OperationTable all = new OperationTable();
        new QueryRegistrations(cluster.msgpack, cluster.store, () -> "11111111-1111-1111-1111-111111111111").addTo(all);
        new SessionsAndTxns(cluster.msgpack, cluster.store, new LockDelays(() -> 0), null, () -> "", 0, "dc1").addTo(all);
        return all;
    }

    private void create(PreparedQuery query) {
        byte[] command = table.handler(QueryOperations.APPLY).preparation()
                .prepare(new QueryOperations.ApplyRequest("create", query)).command();
        cluster.apply(command, String.class);
    }

    private static PreparedQuery query(String session, String token, PreparedQuery.Template template, String service,
            List<String> tags) {
        return new PreparedQuery("", "t-", session, token, template, new PreparedQuery.ServiceQuery(service,
                PreparedQuery.Failover.NONE, false, null, "", tags, null, null, false), PreparedQuery.Dns.NONE, 0, 0);
    }

    @Test
    void aRedactedTokenIsNotStored() {
        assertThatThrownBy(() -> create(query("", "<hidden>", PreparedQuery.Template.NONE, "w", null)))
                .hasMessage("Invalid prepared query: Bad Token '<hidden>', it looks like a query definition with a "
                        + "redacted token was submitted");
    }

    @Test
    void aQueryIsChangedByItsId() {
        PreparedQuery named = new PreparedQuery("x", "", "", "", PreparedQuery.Template.NONE, null,
                PreparedQuery.Dns.NONE, 0, 0);
        assertThatThrownBy(() -> table.handler(QueryOperations.APPLY).preparation()
                .prepare(new QueryOperations.ApplyRequest("delete", named)))
                .hasMessage("Prepared Query lookup failed: failed prepared query lookup: index error: UUID must be "
                        + "36 characters");
    }

    @ParameterizedTest
    @CsvSource({"x,failed session lookup: index error: UUID must be 36 characters",
        "00000000-0000-0000-0000-000000000000,invalid session \"00000000-0000-0000-0000-000000000000\""})
    void theSessionMustExist(String session, String message) {
        assertThatThrownBy(() -> create(query(session, "", PreparedQuery.Template.NONE, "w", null)))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "( ~ w ~ a ~ Bad Regexp: error parsing regexp: missing closing ): `(`",
        "~ ${nope( ~ a ~ Bad format '${nope(' in Service.Service: parse error at 1:8: expected expression but found end of string",
        "~ w ~ ${zz} ~ Bad evaluation for '${zz}' in Service.Tags[0]: 1:3: unknown variable accessed: zz",
        "~ w-${f(1)} ~ a ~ Bad evaluation for 'w-${f(1)}' in Service.Service: 1:5: unknown function called: f"})
    void aTemplateMustRender(String regexp, String service, String tag, String message) {
        PreparedQuery.Template template =
                new PreparedQuery.Template("name_prefix_match", regexp == null ? "" : regexp, false);
        assertThatThrownBy(() -> create(query("", "", template, service, List.of(tag))))
                .hasMessage("raft apply failed: failed compiling template: " + message);
    }

    @ParameterizedTest
    @CsvSource({"set,'','',Must provide node", "delete,'','',Must provide node",
        "delete,n,zz,Bad node ID: uuid string is wrong length"})
    void aStepOnANodeNamesIt(String verb, String node, String id, String message) {
        Outcome outcome = table.handler(TxnOperations.APPLY).preparation().prepare(new TxnOperations.Request(List.of(
                new Step(null, new NodeStep(verb, new Node(id, node, "", "", null, null, 0, 0)), null, null, null))))
                .answer();
        assertThat(outcome.errors()).containsExactly(new Failure(0, message));
    }
}

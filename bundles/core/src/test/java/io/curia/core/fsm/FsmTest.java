package io.curia.core.fsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Session;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.TxnOperations.KvStep;
import io.curia.api.op.TxnOperations.Outcome;
import io.curia.api.op.TxnOperations.Step;
import io.curia.core.store.Keys;
import io.curia.core.store.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import io.curia.core.store.Snapshot;
import org.junit.jupiter.api.Test;

class FsmTest {
    private static final String ONE = "11111111-1111-1111-1111-111111111111";
    private static final String TWO = "22222222-2222-2222-2222-222222222222";
    private final Cluster cluster = new Cluster();

    @Test
    void writingTheSameValueAgainLeavesTheIndex() {
        cluster.set("a", "1");
        cluster.set("a", "1");
        assertThat(cluster.get("a").modifyIndex()).isEqualTo(1);
        cluster.set("a", "2");
        assertThat(cluster.get("a").modifyIndex()).isEqualTo(3);
        assertThat(cluster.get("a").createIndex()).isEqualTo(1);
        assertThat(cluster.state().index).isEqualTo(3);
    }

    @Test
    void checkAndSetComparesTheIndex() {
        assertThat(cluster.kv(Verb.CAS, "a", "1", 0, "")).isEqualTo(true);
        assertThat(cluster.kv(Verb.CAS, "a", "2", 0, "")).isEqualTo(false);
        assertThat(cluster.kv(Verb.CAS, "a", "2", 1, "")).isEqualTo(true);
        assertThat(cluster.kv(Verb.DELETE_CAS, "a", null, 1, "")).isEqualTo(false);
        assertThat(cluster.kv(Verb.DELETE_CAS, "a", null, 3, "")).isEqualTo(true);
        assertThat(cluster.kv(Verb.DELETE_CAS, "a", null, 3, "")).isEqualTo(true);
        assertThat(cluster.state().tombstones.size()).isEqualTo(1);
    }

    @Test
    void locksBelongToOneSession() {
        cluster.register("n", null, null);
        cluster.session(ONE, "n", Session.RELEASE, 0, List.of());
        cluster.session(TWO, "n", Session.RELEASE, 0, List.of());
        assertThat(cluster.kv(Verb.LOCK, "l", "1", 0, ONE)).isEqualTo(true);
        assertThat(cluster.kv(Verb.LOCK, "l", "2", 0, TWO)).isEqualTo(false);
        assertThat(cluster.kv(Verb.LOCK, "l", "3", 0, ONE)).isEqualTo(true);
        assertThat(cluster.get("l").lockIndex()).isEqualTo(1);
        assertThat(cluster.kv(Verb.UNLOCK, "l", "4", 0, TWO)).isEqualTo(false);
        cluster.set("l", "plain");
        assertThat(cluster.get("l").lockIndex()).isZero();
        assertThat(cluster.get("l").session()).isEqualTo(ONE);
        assertThat(cluster.kv(Verb.UNLOCK, "l", "5", 0, ONE)).isEqualTo(true);
        assertThat(cluster.get("l").session()).isEmpty();
    }

    @Test
    void lockingNeedsALivingSession() {
        assertThatThrownBy(() -> cluster.kv(Verb.LOCK, "l", "1", 0, ONE)).isInstanceOf(CuriaException.class)
                .hasMessage("invalid session \"" + ONE + "\"");
        assertThat(cluster.get("l")).isNull();
        assertThat(cluster.state().index).isEqualTo(1);
    }

    @Test
    void aCriticalCheckEndsItsSessions() {
        cluster.register("n", null, Cluster.check("n", HealthCheck.SERF_HEALTH, "", HealthCheck.PASSING));
        cluster.session(ONE, "n", Session.RELEASE, 15, List.of(HealthCheck.SERF_HEALTH));
        cluster.session(TWO, "n", Session.DELETE, 0, List.of(HealthCheck.SERF_HEALTH));
        cluster.kv(Verb.LOCK, "kept", "1", 0, ONE);
        cluster.kv(Verb.LOCK, "gone", "1", 0, TWO);
        cluster.register("n", null, Cluster.check("n", HealthCheck.SERF_HEALTH, "", HealthCheck.CRITICAL));
        assertThat(cluster.state().sessions.size()).isZero();
        assertThat(cluster.get("kept").session()).isEmpty();
        assertThat(cluster.get("kept").modifyIndex()).isEqualTo(cluster.index());
        assertThat(cluster.get("gone")).isNull();
        assertThat(cluster.state().kvBySession.size()).isZero();
        assertThat(cluster.state().sessionsByCheck.size()).isZero();
    }

    @Test
    void deregisteringANodeTakesEverythingWithIt() {
        cluster.register("n", Cluster.service("web"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        cluster.session(ONE, "n", Session.RELEASE, 0, List.of());
        cluster.deregister("N", "", "");
        assertThat(cluster.state().nodes.size()).isZero();
        assertThat(cluster.state().servicesByName.size()).isZero();
        assertThat(cluster.state().checksByServiceName.size()).isZero();
        assertThat(cluster.state().sessions.size()).isZero();
        assertThat(cluster.state().lastExtinction).isEqualTo(cluster.index());
    }

    @Test
    void anUnchangedRegistrationLeavesEveryIndex() {
        cluster.register("n", Cluster.service("web", "a"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        long services = cluster.state().tableIndex(Table.SERVICES);
        cluster.register("n", Cluster.service("web", "a"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        assertThat(cluster.state().tableIndex(Table.SERVICES)).isEqualTo(services);
        assertThat(cluster.state().serviceIndexes.get(Keys.name("web"))).isEqualTo(services);
        cluster.register("n", null, Cluster.check("n", "other", "", HealthCheck.PASSING));
        assertThat(cluster.state().serviceIndexes.get(Keys.name("WEB"))).isEqualTo(cluster.index());
    }

    @Test
    void renamedServiceLeavesItsOldName() {
        cluster.register("n", Cluster.service("one"), null);
        var renamed = Cluster.service("two");
        cluster.register("n", new io.curia.api.model.NodeService("", "one", "two", renamed.tags(), "", null, null, 80, "",
                renamed.weights(), false, renamed.proxy(), renamed.connect(), 0, 0), null);
        assertThat(cluster.state().servicesByName.anyWith(Keys.below("one"))).isFalse();
        assertThat(cluster.state().servicesByName.anyWith(Keys.below("two"))).isTrue();
        assertThat(cluster.state().serviceIndexes.get(Keys.name("one"))).isNull();
    }

    @Test
    void aFailedTransactionChangesNothingAndNamesEveryFailure() {
        cluster.set("keep", "old");
        Outcome outcome = cluster.txn(step("set", "keep", 0), step("get", "missing", 0), step("check-index", "keep", 9));
        assertThat(outcome.results()).isNull();
        assertThat(outcome.errors()).extracting("opIndex").containsExactly(1, 2);
        assertThat(outcome.errors().get(0).what()).isEqualTo("key \"missing\" doesn't exist");
        assertThat(cluster.get("keep").modifyIndex()).isEqualTo(1);
    }

    @Test
    void stepsSeeWhatTheStepsBeforeDid() {
        Outcome outcome = cluster.txn(step("set", "a", 0), step("get", "a", 0), step("delete", "a", 0));
        assertThat(outcome.errors()).isNull();
        assertThat(outcome.results()).hasSize(2);
        assertThat(outcome.results().get(0).kv().value()).isNull();
        assertThat(outcome.results().get(1).kv().value()).isEqualTo(new byte[] {'v'});
        assertThat(cluster.get("a")).isNull();
    }

    private static Step step(String verb, String key, long index) {
        return new Step(new KvStep(verb, key, new byte[] {'v'}, 0, index, ""), null, null, null, null);
    }

    @Test
    void aSnapshotBringsEverythingBack() throws Exception {
        cluster.register("n", Cluster.service("web", "a"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        cluster.session(ONE, "n", Session.RELEASE, 0, List.of("c"));
        cluster.kv(Verb.LOCK, "l", "value", 0, ONE);
        cluster.set("x", "1");
        cluster.kv(Verb.DELETE, "x", null, 0, "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = cluster.fsm.freeze()) {
            writer.write(out);
        }
        Cluster other = new Cluster();
        other.fsm.restore(new ByteArrayInputStream(out.toByteArray()));
        assertThat(other.state().index).isEqualTo(cluster.index());
        assertThat(other.get("l")).isEqualTo(cluster.get("l"));
        assertThat(other.state().node("n")).isEqualTo(cluster.state().node("n"));
        assertThat(other.state().services.get(Keys.name("n", "web"))).isEqualTo(
                cluster.state().services.get(Keys.name("n", "web")));
        assertThat(other.state().checks.get(Keys.name("n", "c"))).isEqualTo(cluster.state().checks.get(Keys.name("n", "c")));
        assertThat(other.state().tombstones.size()).isEqualTo(1);
        assertThat(other.state().sessionsByCheck.size()).isEqualTo(1);
        assertThat(other.state().serviceIndexes.get(Keys.name("web"))).isEqualTo(
                cluster.state().serviceIndexes.get(Keys.name("web")));
        for (Table table : Table.values()) {
            assertThat(other.state().tableIndex(table)).isEqualTo(cluster.state().tableIndex(table));
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (var writer = other.fsm.freeze()) {
            writer.write(again);
        }
        assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
    }

    @Test
    void aCutOffSnapshotIsRefused() throws Exception {
        cluster.set("a", "1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = cluster.fsm.freeze()) {
            writer.write(out);
        }
        for (int length = 0; length < out.size(); length++) {
            byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), length);
            assertThatThrownBy(() -> new Cluster().fsm.restore(new ByteArrayInputStream(cut)))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void restoringThroughTheLogKeepsIndexesRising() throws Exception {
        cluster.set("old", "1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = cluster.fsm.freeze()) {
            writer.write(out);
        }
        cluster.set("new", "2");
        RestoreCommands.split(out.toByteArray()).forEach(command -> cluster.apply(command, Boolean.class));
        assertThat(cluster.get("new")).isNull();
        assertThat(cluster.get("old")).isNotNull();
        assertThat(cluster.state().index).isEqualTo(cluster.index());
    }

    @Test
    void theAutopilotConfigurationIsComparedAndKept() throws Exception {
        AutopilotConfiguration wanted = new AutopilotConfiguration(true, 200_000_000, 250, 0, 0, "", false, "", 0, 0);
        assertThat(autopilot(wanted, 7)).isFalse();
        assertThat(autopilot(wanted, 0)).isTrue();
        long created = cluster.index();
        assertThat(autopilot(wanted, 0)).isFalse();
        assertThat(autopilot(wanted, created)).isTrue();
        assertThat(cluster.state().autopilot).isEqualTo(wanted.at(created, cluster.index()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Snapshot(cluster.msgpack).write(cluster.state(), out);
        assertThat(new Snapshot(cluster.msgpack).read(new ByteArrayInputStream(out.toByteArray())).autopilot)
                .isEqualTo(cluster.state().autopilot);
    }

    private boolean autopilot(AutopilotConfiguration config, long cas) {
        return (boolean) cluster.apply(cluster.msgpack.encode(CommandType.AUTOPILOT, new SetAutopilotRequest(config, cas)),
                Boolean.class);
    }

    @Test
    void garbageInTheLogIsRefusedAndTakesItsPlace() {
        assertThatThrownBy(() -> cluster.apply(new byte[] {0, 1, 2, 3}, Boolean.class)).isInstanceOf(CuriaException.class);
        assertThatThrownBy(() -> cluster.apply(new byte[] {99}, Boolean.class)).isInstanceOf(CuriaException.class);
        assertThat(cluster.state().index).isEqualTo(2);
    }

    @Test
    void anotherNameForTheLastInstanceIsNoExtinction() {
        cluster.register("n", Cluster.service("gone"), null);
        cluster.deregister("n", "gone", "");
        long extinction = cluster.index();
        NodeService first = Cluster.service("first");
        cluster.register("n", first, null);
        cluster.register("n", new NodeService("", first.id(), "second", first.tags(), "", null, null, 80, "",
                first.weights(), false, first.proxy(), first.connect(), 0, 0), null);
        assertThat(cluster.state().serviceIndexes.get(Keys.name("first"))).isNull();
        assertThat(cluster.state().serviceIndexes.get(Keys.name("second"))).isEqualTo(cluster.index());
        assertThat(cluster.state().lastExtinction).isEqualTo(extinction);
        cluster.deregister("n", "first", "");
        assertThat(cluster.state().lastExtinction).isEqualTo(cluster.index());
    }
}

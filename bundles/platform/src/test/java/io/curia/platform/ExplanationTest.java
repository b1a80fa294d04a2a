package io.curia.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.platform.Component.Reference;
import io.curia.platform.Component.State;
import io.curia.platform.Explanation.IdleBundle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private final Component http = waiting("agent.http", "x.Http", new Reference("dispatcher", "x.Dispatcher", ""));
    private final Component core = waiting("core", "x.Dispatcher", new Reference("consensus", "x.Consensus", ""));

    @Test
    void followsMissingServicesToTheRoot() {
        assertThat(explain(http, core)).containsExactly(
            "agent.http is waiting for x.Dispatcher <- core <- x.Consensus: reference consensus: no service x.Consensus");
    }

    @Test
    void namesTheTargetThatNothingMatches() {
        Component client = waiting("client", "x.Client", new Reference("type", "x.Check", "(check.type=http)"));
        Component check = new Component("tcp", State.ACTIVE, List.of("x.Check"), List.of(), List.of(), "");
        assertThat(explain(client, check)).containsExactly(
            "client is waiting for x.Check (check.type=http) <- tcp: reference type: its service does not match");
    }

    @Test
    void saysWhichConfigurationIsMissing() {
        Component raft = new Component("raft", State.NO_CONFIGURATION, List.of("x.Consensus"), List.of(), List.of("x.raft"), "");
        assertThat(explain(http, core, raft)).containsExactly(
            "agent.http is waiting for x.Dispatcher <- core <- x.Consensus <- raft: has no configuration x.raft");
    }

    @Test
    void quotesTheInnermostCauseOfAFailure() {
        Component raft = new Component("raft", State.FAILED, List.of("x.Consensus"), List.of(), List.of(),
            "java.lang.reflect.InvocationTargetException\n\tat x.y\nCaused by: java.io.IOException: disk full: /x\n\t... 3 more\n");
        assertThat(explain(raft)).containsExactly("raft failed to start: disk full: /x");
    }

    @Test
    void endsWhereComponentsWaitForEachOther() {
        Component a = waiting("a", "x.A", new Reference("b", "x.B", ""));
        Component b = waiting("b", "x.B", new Reference("a", "x.A", ""));
        assertThat(explain(a, b)).containsExactly("a is waiting for x.B <- b <- x.A <- a: which waits for it in turn");
    }

    @Test
    void namesTheBundleThatWouldProvideIt() {
        Explanation explanation = new Explanation(List.of(core),
            List.of(new IdleBundle("io.curia.raft", List.of("x.Consensus"), "is not resolved: nothing provides package x")));
        assertThat(explanation.of(core)).containsExactly("core is waiting for x.Consensus: reference consensus: "
            + "bundle io.curia.raft would provide it but is not resolved: nothing provides package x");
    }

    @Test
    void hasNothingToSayOfAnAvailableComponent() {
        assertThat(explain(new Component("c", State.SATISFIED, List.of(), List.of(), List.of(), ""))).isEmpty();
    }

    private static List<String> explain(Component... components) {
        return new Explanation(List.of(components), List.of()).of(components[0]);
    }

    private static Component waiting(String name, String provides, Reference missing) {
        return new Component(name, State.UNSATISFIED, List.of(provides), List.of(missing), List.of(), "");
    }
}

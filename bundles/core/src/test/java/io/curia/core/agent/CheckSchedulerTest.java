package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.check.CheckStatus;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CheckSchedulerTest {
    private final Bench bench = new Bench();
    private final Bench.Scripted http = new Bench.Scripted("http", "HTTP");

    private void register(String id, String more) {
        bench.check("{\"ID\": \"" + id + "\", \"Name\": \"" + id + "\", \"HTTP\": \"u\"" + more + "}");
    }

    private static CompletableFuture<ProbeResult> done(ProbeResult result) {
        return CompletableFuture.completedFuture(result);
    }

    @Test
    void theFirstRunIsSomewhereInTheFirstIntervalAndTheNextAnIntervalAfterItsEnd() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"10s\", \"Timeout\": \"60s\"");
        bench.time.advance(10_000);
        assertThat(http.runs).isEqualTo(1);
        assertThat(bench.status("c")).isEqualTo("passing");
        http.result = new CompletableFuture<>();
        bench.time.advance(10_000);
        assertThat(http.runs).isEqualTo(2);
        bench.time.advance(5_000);
        ((CompletableFuture<ProbeResult>) http.result).complete(ProbeResult.warning("slow"));
        assertThat(bench.status("c")).isEqualTo("warning");
        http.result = done(ProbeResult.passing(""));
        bench.time.advance(9_999);
        assertThat(http.runs).isEqualTo(2);
        bench.time.advance(1);
        assertThat(http.runs).isEqualTo(3);
    }

    @Test
    void firstRunsAreSpread() {
        bench.types.add(http);
        for (int i = 0; i < 200; i++) {
            register("c" + i, ", \"Interval\": \"10s\"");
        }
        bench.time.advance(2_500);
        assertThat(http.runs).isBetween(20, 80);
        bench.time.advance(7_500);
        assertThat(http.runs).isBetween(200, 280);
    }

    @Test
    void noIntervalIsShorterThanASecond() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"1ms\"");
        bench.time.advance(10_000);
        assertThat(http.runs).isBetween(9, 11);
    }

    @Test
    void aRunThatTakesTooLongIsGivenUpAndItsLateResultDropped() {
        bench.types.add(http);
        CompletableFuture<ProbeResult> slow = new CompletableFuture<>();
        http.result = slow;
        register("c", ", \"Interval\": \"10s\", \"Timeout\": \"2s\"");
        bench.time.advance(10_000);
        assertThat(http.runs).isEqualTo(1);
        bench.time.advance(2_600);
        assertThat(http.cancelled).isEqualTo(1);
        assertThat(bench.output("c")).isEqualTo("The checker of type \"http\" failed: no result within 2s");
        slow.complete(ProbeResult.passing("late"));
        assertThat(bench.status("c")).isEqualTo("critical");
        http.result = done(ProbeResult.passing("in time"));
        bench.time.advance(10_100);
        assertThat(http.runs).isEqualTo(2);
        assertThat(bench.output("c")).isEqualTo("in time");
    }

    @Test
    void aFailingCheckerIsToldApart() {
        bench.types.add(http);
        http.thrown = new IllegalStateException("boom");
        register("c", ", \"Interval\": \"1s\"");
        bench.time.advance(1_000);
        assertThat(bench.output("c")).isEqualTo("The checker of type \"http\" failed: boom");
        http.thrown = null;
        http.result = CompletableFuture.failedFuture(new IllegalStateException("later"));
        bench.time.advance(1_000);
        assertThat(bench.output("c")).isEqualTo("The checker of type \"http\" failed: later");
        http.result = null;
        bench.time.advance(1_000);
        assertThat(bench.output("c")).isEqualTo("The checker of type \"http\" failed: it returned nothing");
        assertThat(bench.status("c")).isEqualTo("critical");
    }

    @Test
    void thresholdsHoldAStatusButNotTheFirst() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"1s\", \"SuccessBeforePassing\": 2, \"FailuresBeforeWarning\": 2, "
                + "\"FailuresBeforeCritical\": 3");
        bench.time.advance(1_000);
        assertThat(bench.status("c")).isEqualTo("passing");
        http.result = done(ProbeResult.critical("no"));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bench.time.advance(1_000);
            seen.add(bench.status("c"));
        }
        http.result = done(ProbeResult.passing("yes"));
        for (int i = 0; i < 2; i++) {
            bench.time.advance(1_000);
            seen.add(bench.status("c"));
        }
        assertThat(seen).containsExactly("passing", "warning", "critical", "critical", "passing");
    }

    @Test
    void aDecisiveResultPassesTheThresholdsBy() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"1s\", \"FailuresBeforeCritical\": 5");
        bench.time.advance(1_000);
        http.result = done(new ProbeResult(CheckStatus.CRITICAL, "timed out", true));
        bench.time.advance(1_000);
        assertThat(bench.status("c")).isEqualTo("critical");
    }

    @Test
    void outputIsCut() {
        bench.types.add(http);
        http.result = done(ProbeResult.passing("x".repeat(10_000)));
        register("c", ", \"Interval\": \"1s\"");
        bench.time.advance(1_000);
        assertThat(bench.output("c")).hasSizeLessThan(6_000);
    }

    @Test
    void aTypeThatGoesAwayTurnsItsChecksCriticalUntilItIsBack() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"1s\"");
        bench.time.advance(1_000);
        assertThat(bench.status("c")).isEqualTo("passing");
        bench.types.remove(http);
        bench.time.settle();
        assertThat(http.closed).isEqualTo(1);
        assertThat(bench.status("c")).isEqualTo("critical");
        assertThat(bench.output("c")).isEqualTo("Check type \"http\" is not available: its bundle is gone");
        int before = http.runs;
        bench.time.advance(60_000);
        assertThat(http.runs).isEqualTo(before);
        Bench.Scripted next = new Bench.Scripted("http", "HTTP");
        bench.types.add(next);
        bench.time.advance(1_000);
        assertThat(next.runs).isEqualTo(1);
        assertThat(bench.status("c")).isEqualTo("passing");
    }

    @Test
    void aTypeThatIsNotThereYetGetsAMoment() {
        register("c", ", \"Interval\": \"1s\", \"Status\": \"passing\"");
        bench.time.advance(4_000);
        assertThat(bench.status("c")).isEqualTo("passing");
        bench.time.advance(2_000);
        assertThat(bench.output("c")).isEqualTo("Check type \"http\" is not available: no bundle offers it");
        bench.types.add(http);
        bench.time.advance(1_000);
        assertThat(bench.status("c")).isEqualTo("passing");
    }

    @Test
    void triggersAreRunsBesidesTheScheduleAndSeveralAreOne() {
        http.schedule = new Schedule.OnTrigger(Duration.ofMinutes(1));
        bench.types.add(http);
        register("c", ", \"Interval\": \"1s\"");
        bench.time.settle();
        assertThat(http.runs).isEqualTo(1);
        http.context.trigger();
        http.context.trigger();
        bench.time.settle();
        assertThat(http.runs).isEqualTo(2);
        CompletableFuture<ProbeResult> slow = new CompletableFuture<>();
        http.result = slow;
        http.context.trigger();
        bench.time.settle();
        http.context.trigger();
        http.context.trigger();
        bench.time.settle();
        assertThat(http.runs).isEqualTo(3);
        http.result = done(ProbeResult.passing(""));
        slow.complete(ProbeResult.passing("slow"));
        bench.time.settle();
        assertThat(http.runs).isEqualTo(4);
        bench.time.advance(60_000);
        assertThat(http.runs).isEqualTo(5);
    }

    @Test
    void aDefinitionThatItsTypeRefusesIsRefused() {
        bench.types.add(http);
        assertThatThrownBy(() -> bench.check(
                "{\"Name\": \"c\", \"HTTP\": \"bad\", \"Interval\": \"1s\"}"))
                .hasMessage("Invalid check: bad target");
        assertThat(bench.agent.checks()).isEmpty();
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void removingACheckLeavesNothingBehind() {
        bench.types.add(http);
        http.result = new CompletableFuture<>();
        register("c", ", \"Interval\": \"1s\"");
        bench.time.advance(1_000);
        bench.agent.deregisterCheck("c");
        bench.time.settle();
        assertThat(http.cancelled).isEqualTo(1);
        assertThat(http.closed).isEqualTo(1);
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void aRegistrationOfTheSameIdReplacesTheProbe() {
        bench.types.add(http);
        register("c", ", \"Interval\": \"1s\"");
        bench.time.advance(1_000);
        register("c", ", \"Interval\": \"100s\"");
        bench.time.settle();
        assertThat(http.closed).isEqualTo(1);
        int before = http.runs;
        bench.time.advance(100_000);
        assertThat(http.runs).isEqualTo(before + 1);
    }
}

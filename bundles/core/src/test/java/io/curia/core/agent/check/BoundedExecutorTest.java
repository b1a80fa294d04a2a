package io.curia.core.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.Probe;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsSoManyAtATimeAndTheOthersInOrder() {
        BoundedExecutor executor = new BoundedExecutor(threads::add, 2, 10);
        for (int i = 0; i < 5; i++) {
            String name = "t" + i;
            executor.execute(() -> ran.add(name));
        }
        assertThat(threads).hasSize(2);
        threads.remove().run();
        assertThat(ran).containsExactly("t0", "t2", "t3", "t4");
        executor.execute(() -> ran.add("t5"));
        assertThat(threads).hasSize(2);
    }

    @Test
    void refusesMoreThanItsBound() {
        BoundedExecutor executor = new BoundedExecutor(threads::add, 1, 1);
        executor.execute(() -> { });
        executor.execute(() -> { });
        assertThatThrownBy(() -> executor.execute(() -> { })).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aTaskThatFailsDoesNotEndItsThread() {
        BoundedExecutor executor = new BoundedExecutor(threads::add, 1, 5);
        executor.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        executor.execute(() -> ran.add("next"));
        threads.remove().run();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void callsThatDoNotReturnTakeFewThreadsAndTheirPlacesUntilTheyDo() {
        TypeRunner runner = new TypeRunner(new Idle(), threads::add);
        List<TypeRunner.Slot> slots = new ArrayList<>();
        for (int i = 0; i < TypeRunner.MOST_RUNS + 10; i++) {
            slots.add(runner.submit(() -> ran.add("call")));
        }
        assertThat(threads).hasSize(TypeRunner.MOST_CALLS);
        slots.forEach(TypeRunner.Slot::end);
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertThat(ran).as("runs given up before their turn are skipped").isEmpty();
        TypeRunner.Slot last = runner.submit(() -> ran.add("last"));
        threads.remove().run();
        last.end();
        assertThat(ran).containsExactly("last");
    }

    private static final class Idle implements HealthCheckType {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public Set<String> fields() {
            return Set.of();
        }

        @Override
        public boolean claims(CheckSpec spec) {
            return false;
        }

        @Override
        public Probe open(CheckSpec spec, CheckContext context) {
            return CompletableFuture::new;
        }
    }
}

package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class RegistrationLockTest {
    private final RegistrationLock lock = new RegistrationLock();

    private CompletableFuture<Boolean> enter(Supplier<RegistrationLock.Held> way) {
        CompletableFuture<Boolean> entered = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (RegistrationLock.Held held = way.get()) {
                entered.complete(true);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return entered;
    }

    @Test
    void differentIdsGoSideBySide() throws Exception {
        try (RegistrationLock.Held held = lock.sharing(List.of("a"))) {
            assertThat(enter(() -> lock.sharing(List.of("b"))).get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theSameIdWaits() throws Exception {
        CompletableFuture<Boolean> other;
        try (RegistrationLock.Held held = lock.sharing(List.of("a", "service:a"))) {
            other = enter(() -> lock.sharing(List.of("service:a", "c")));
            assertThat(other.completeOnTimeout(false, 50, TimeUnit.MILLISECONDS).get()).isFalse();
        }
        assertThat(enter(() -> lock.sharing(List.of("a"))).get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aloneWaitsForAllAndMayEnterAgain() throws Exception {
        try (RegistrationLock.Held held = lock.alone(); RegistrationLock.Held again = lock.alone();
                RegistrationLock.Held shared = lock.sharing(List.of("a"))) {
            assertThat(enter(() -> lock.sharing(List.of("b"))).completeOnTimeout(false, 50, TimeUnit.MILLISECONDS).get())
                    .isFalse();
        }
        assertThat(enter(lock::alone).get(5, TimeUnit.SECONDS)).isTrue();
    }
}

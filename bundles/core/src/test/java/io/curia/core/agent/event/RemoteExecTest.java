package io.curia.core.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.model.KvEntry;
import io.curia.api.model.UserEvent;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.core.codec.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteExecTest {
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, String> store = new ConcurrentSkipListMap<>();
    private boolean allowed = true;
    private final RemoteExec engine = new RemoteExec("a", () -> allowed, new Store(), new GoJson(), () -> "", blocking,
            timers);

    @AfterEach
    void end() {
        engine.close();
        blocking.shutdownNow();
        timers.shutdownNow();
    }

    private void request(String job) {
        store.put("_rexec/s1/job", job);
        engine.requested(new UserEvent("id", "_rexec",
                "{\"Prefix\": \"_rexec\", \"Session\": \"s1\"}".getBytes(StandardCharsets.UTF_8), "", "", "", 1, 1));
    }

    private String output() {
        StringBuilder all = new StringBuilder();
        store.forEach((key, value) -> all.append(key.startsWith("_rexec/s1/a/out/") ? value : ""));
        return all.toString();
    }

    @Test
    void runsACommandAndTellsItsOutputAndCode() {
        request("{\"Command\": \"echo hi; echo more >&2; exit 3\", \"Wait\": 1000}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(store).containsEntry("_rexec/s1/a/ack", "").containsEntry("_rexec/s1/a/exit", "3")
                .containsEntry("_rexec/s1/a/out/00000", "hi\nmore\n");
    }

    @Test
    void runsArgumentsAndScripts() {
        request("{\"Args\": [\"echo\", \"a b\"]}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(output()).isEqualTo("a b\n");
        store.clear();
        request("{\"Script\": \"" + Base64.getEncoder().encodeToString("#!/bin/sh\necho script\n".getBytes(
                StandardCharsets.UTF_8)) + "\"}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(output()).isEqualTo("script\n");
    }

    @Test
    void longOutputComesInChunks() {
        request("{\"Command\": \"head -c 10000 /dev/zero | tr '\\\\0' x\"}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(output()).hasSize(10_000);
        assertThat(store).containsKey("_rexec/s1/a/out/00001");
    }

    @Test
    void aCommandThatCannotBeStartedIsAFailure() {
        request("{\"Args\": [\"/no/such/program\"]}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(store).containsEntry("_rexec/s1/a/exit", "255");
        assertThat(output()).contains("/no/such/program");
    }

    @Test
    void doesNothingUnlessAllowed() {
        allowed = false;
        request("{\"Command\": \"echo hi\"}");
        allowed = true;
        request("{\"Command\": \"true\"}");
        await().until(() -> store.containsKey("_rexec/s1/a/exit"));
        assertThat(output()).isEmpty();
    }

    /** A key-value store. */
    private final class Store implements Dispatcher {
        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
            String value = store.get(((KvOperations.GetRequest) request).key());
            KvEntry entry = value == null ? null
                    : new KvEntry(0, "k", 0, value.getBytes(StandardCharsets.UTF_8), "", 1, 1);
            return CompletableFuture.completedFuture(new Answer<>((R) entry, 1, 0, true, Consistency.DEFAULT));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
            KvOperations.ApplyRequest write = (KvOperations.ApplyRequest) request;
            assertThat(write.verb()).isEqualTo(KvOperations.Verb.LOCK);
            assertThat(write.session()).isEqualTo("s1");
            store.put(write.key(), new String(write.value(), StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture((R) Boolean.TRUE);
        }

        @Override
        public long storeIndex() {
            return 1;
        }
    }
}

package io.curia.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.KvOperations;
import io.curia.api.op.Operation;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.StatusOperations;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.core.codec.Msgpack;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormsTest {
    private final Forms forms = Forms.all();
    private final Msgpack msgpack = Msgpack.wire();

    static Stream<Operation<?, ?>> operations() throws IllegalAccessException {
        List<Operation<?, ?>> all = new ArrayList<>();
        for (Class<?> holder : List.of(CatalogOperations.class, HealthOperations.class, KvOperations.class,
                SessionOperations.class, TxnOperations.class, QueryOperations.class, ConfigEntryOperations.class,
                CoordinateOperations.class, InternalOperations.class, StatusOperations.class, OperatorOperations.class)) {
            for (Field field : holder.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Operation<?, ?> operation) {
                    all.add(operation);
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationTravels(Operation<?, ?> operation) {
        if (operation instanceof ReadOperation<?, ?> read) {
            assertThat(forms.of(read).operation()).isEqualTo(read);
            assertThat(forms.read(read.name())).isNotNull();
        } else if (operation instanceof WriteOperation<?, ?> write) {
            assertThat(forms.of(write).operation()).isEqualTo(write);
            assertThat(forms.writes(forms.of(write).method())).isNotEmpty();
        }
    }

    /** As a Go agent sends it: {Datacenter, Op, DirEnt {...}, Token}, bytes as raw. */
    @Test
    void aKeyIsStoredAsConsulsAgentsStoreOne() throws Exception {
        KvOperations.ApplyRequest request = new KvOperations.ApplyRequest(KvOperations.Verb.CAS, "k",
                new byte[] {(byte) 0xff, 0, 1}, 0xe0f69a2baa414de0L, 7, "");
        byte[] body = forms.of(KvOperations.APPLY).request("dc1", request, "secret", msgpack);
        Map<String, Object> fields = msgpack.read(body, Map.class);
        assertThat(fields).containsEntry("Datacenter", "dc1").containsEntry("Op", "cas").containsEntry("Token", "secret")
                .containsOnlyKeys("Datacenter", "Op", "DirEnt", "Token");
        assertThat((Map<?, ?>) fields.get("DirEnt")).extracting(entry -> entry.get("ModifyIndex")).isEqualTo(7L);
        assertThat(forms.of(KvOperations.APPLY).request(body, msgpack)).isEqualTo(request);
        // raw of three bytes, not bin8; a flag above half the range as uint64, not as a negative number
        String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains("\u00a5Value\u00a3\u00ff\u0000\u0001");
        assertThat(text).contains("\u00a5Flags\u00cf\u00e0\u00f6\u009a\u002b\u00aa\u0041\u004d\u00e0");
    }

    @Test
    void aReadsOptionsTravelWithItAndTheAnswersMetaBack() throws Exception {
        ReadOptions options = new ReadOptions("dc2", "t", 5, 1_500, Consistency.STALE, 2_000, "Key == a");
        ReadForm<KvOperations.GetRequest, KvEntry, ?, ?> form = forms.of(KvOperations.GET);
        byte[] body = form.request("dc2", new KvOperations.GetRequest("a"), options, msgpack);
        WireOptions.Read read = msgpack.read(body, WireOptions.Read.class);
        assertThat(read.options("dc2")).isEqualTo(options);
        KvEntry entry = new KvEntry(0, "a", 1, new byte[] {1}, "", 3, 9);
        byte[] reply = form.reply(new Answer<>(entry, 9, 12, true, Consistency.STALE), msgpack);
        Answer<KvEntry> answer = form.answer(reply, options, msgpack);
        assertThat(answer.value()).isEqualTo(entry);
        assertThat(answer.index()).isEqualTo(9);
        assertThat(answer.lastContactMillis()).isEqualTo(12);
        assertThat(msgpack.<Map<String, Object>>read(reply, Map.class)).containsKeys("Entries", "Index", "LastContact",
                "KnownLeader", "ConsistencyLevel");
    }

    @Test
    void nothingFoundIsNothingFoundOnTheOtherSide() throws Exception {
        ReadForm<KvOperations.GetRequest, KvEntry, ?, ?> form = forms.of(KvOperations.GET);
        byte[] reply = form.reply(new Answer<>(null, 4, 0, true, Consistency.DEFAULT), msgpack);
        assertThat(form.answer(reply, ReadOptions.DEFAULT, msgpack).value()).isNull();
    }

    @Test
    void oneMethodOfTwoOperationsIsToldApartByWhatItAsks() {
        List<String> done = new ArrayList<>();
        RpcService service = new RpcService(forms, recording(done));
        byte[] destroy = forms.of(SessionOperations.DESTROY).request("dc1", new SessionOperations.IdRequest("x"), "", msgpack);
        assertThat(service.call("Session.Apply", destroy)).isCompleted();
        assertThat(done).containsExactly("Session.Destroy");
    }

    @Test
    void anUnknownMethodAndARequestThatIsNoneAreRefused() {
        RpcService service = new RpcService(forms, recording(new ArrayList<>()));
        assertThatThrownBy(() -> service.call("No.Such", new byte[] {(byte) 0x80}).join())
                .hasMessageContaining("rpc: can't find method No.Such");
        assertThatThrownBy(() -> service.call("KVS.Get", new byte[] {(byte) 0x81, (byte) 0xa3}).join())
                .hasMessageContaining("cannot be read");
    }

    @Test
    void whatTheOtherSideSaysTellsWhatKindOfFailureItIs() {
        assertThat(RemoteErrors.of("No cluster leader").kind()).isEqualTo(CuriaException.Kind.NO_LEADER);
        assertThat(RemoteErrors.of("Permission denied").kind()).isEqualTo(CuriaException.Kind.DENIED);
        assertThat(RemoteErrors.of("anything").getMessage()).isEqualTo("rpc error making call: anything");
    }

    private static Dispatcher recording(List<String> done) {
        return new Dispatcher() {
            @Override
            public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request,
                    ReadOptions options) {
                done.add(operation.name());
                return new CompletableFuture<>();
            }

            @Override
            @SuppressWarnings("unchecked")
            public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
                done.add(operation.name());
                return CompletableFuture.completedFuture((R) Boolean.TRUE);
            }

            @Override
            public long storeIndex() {
                return 0;
            }
        };
    }
}

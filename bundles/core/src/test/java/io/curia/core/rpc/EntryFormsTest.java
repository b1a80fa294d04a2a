package io.curia.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.ConfigEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.ConfigEntryOperations.ApplyRequest;
import io.curia.api.op.ConfigEntryOperations.KeyRequest;
import io.curia.api.op.ConfigEntryOperations.ListRequest;
import io.curia.api.op.Consistency;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.core.codec.Msgpack;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Configuration entries travel as bytes in which their kind stands first. */
class EntryFormsTest {
    private static final ConfigEntry RESOLVER = new ConfigEntry("service-resolver", "web", Map.of("ConnectTimeout", "15s",
            "Subsets", Map.of("v1", Map.of()), "Meta", Map.of("empty", "")), 3, 7);
    private static final ConfigEntry DEFAULTS = new ConfigEntry("service-defaults", "web", Map.of("Protocol", "http"), 4, 4);

    private final Msgpack msgpack = Msgpack.wire();
    private final Forms forms = Forms.all();
    private final List<Object> asked = new ArrayList<>();
    private Object answer;
    private final RpcService service = new RpcService(forms, new Dispatcher() {
        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
            asked.add(request);
            return CompletableFuture.completedFuture(new Answer<>((R) answer, 9, 0, true, Consistency.DEFAULT));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
            asked.add(request);
            asked.add(options.token());
            return CompletableFuture.completedFuture((R) answer);
        }

        @Override
        public long storeIndex() {
            return 9;
        }
    });

    /** As an agent in Go sends it: a text in which there are the kind and a map. */
    private byte[] goRequest(String kind, Map<String, Object> fields) {
        return bytes(kind, fields);
    }

    private byte[] bytes(Object... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object value : values) {
            out.writeBytes(msgpack.encode(value));
        }
        return msgpack.encode(out.toByteArray());
    }

    private Msgpack.Values reply(String method, byte[] request) throws Exception {
        return msgpack.values(msgpack.values(service.call(method, request).join()).read(byte[].class));
    }

    @Test
    void anEntryOfAGoAgentIsStored() throws Exception {
        answer = true;
        byte[] request = goRequest("service-resolver", Map.of("Op", "upsert-cas", "Datacenter", "dc1", "Token", "t", "Entry",
                Map.of("Kind", "service-resolver", "Name", "web", "ConnectTimeout", 15_000_000_000L, "DefaultSubset", "",
                        "Subsets", Map.of("v1", Map.of("Filter", "", "OnlyPassing", false)), "Meta", Map.of("empty", ""),
                        "CreateIndex", 3, "ModifyIndex", 7)));
        byte[] reply = service.call("ConfigEntry.Apply", request).join();
        assertThat(asked).containsExactly(new ApplyRequest(RESOLVER, 7), "t");
        assertThat(msgpack.<Boolean>read(reply, Boolean.class)).isTrue();
    }

    @Test
    void theEntryThatHasNoKindAmongItsFieldsIsKnownByTheOneBeforeIt() {
        answer = true;
        service.call("ConfigEntry.Apply", goRequest("mesh", Map.of("Op", "upsert", "Entry",
                Map.of("AllowEnablingPermissiveMutualTLS", true)))).join();
        assertThat(asked).startsWith(new ApplyRequest(
                new ConfigEntry("mesh", "mesh", Map.of("AllowEnablingPermissiveMutualTLS", true), 0, 0), -1));
    }

    @Test
    void aGoAgentDeletesAndReadsAnEmptyStruct() throws Exception {
        answer = true;
        byte[] reply = service.call("ConfigEntry.Delete", goRequest("service-defaults", Map.of("Op", "delete", "Entry",
                Map.of("Kind", "service-defaults", "Name", "web")))).join();
        assertThat(asked).startsWith(new KeyRequest("service-defaults", "web"));
        assertThat(msgpack.<Map<?, ?>>read(reply, Map.class)).isEmpty();
    }

    @Test
    void aGoAgentReadsKindEntryAndMeta() throws Exception {
        answer = RESOLVER;
        Msgpack.Values in = reply("ConfigEntry.Get", msgpack.encode(Map.of("Kind", "service-resolver", "Name", "web")));
        assertThat(asked).containsExactly(new KeyRequest("service-resolver", "web"));
        assertThat(in.<String>read(String.class)).isEqualTo("service-resolver");
        assertThat(in.<Map<String, Object>>read(Map.class)).containsEntry("Name", "web")
                .containsEntry("ConnectTimeout", 15_000_000_000L);
        assertThat(in.<Map<String, Object>>read(Map.class)).containsEntry("Index", 9L).doesNotContainKey("Entry");
        assertThat(in.next()).isFalse();

        answer = null;
        in = reply("ConfigEntry.Get", msgpack.encode(Map.of("Kind", "service-resolver", "Name", "no")));
        assertThat(in.<String>read(String.class)).isEmpty();
        assertThat(in.<Map<String, Object>>read(Map.class)).containsEntry("Index", 9L);
        assertThat(in.next()).isFalse();
    }

    @Test
    void aGoAgentReadsHowManyTheirKindAndTheEntries() throws Exception {
        answer = List.of(DEFAULTS, DEFAULTS);
        Msgpack.Values in = reply("ConfigEntry.List", msgpack.encode(Map.of("Kind", "service-defaults")));
        assertThat(in.<Long>read(Long.class)).isEqualTo(2);
        assertThat(in.<String>read(String.class)).isEqualTo("service-defaults");
        assertThat(in.<Map<String, Object>>read(Map.class)).containsKeys("Kind", "Entries", "Index");
        assertThat(in.next()).isFalse();
    }

    @Test
    void whatAnAgentOfOursAsksComesBackWhole() throws Exception {
        answer = List.of(RESOLVER, DEFAULTS);
        var list = forms.of(ConfigEntryOperations.LIST);
        Envelope listed = forms.envelope("ConfigEntry.List");
        byte[] request = listed.sealRequest(list.request("dc1", new ListRequest(""), ReadOptions.DEFAULT, msgpack));
        byte[] reply = service.call("ConfigEntry.List", request).join();
        assertThat(list.answer(listed.openReply(reply), ReadOptions.DEFAULT, msgpack).value()).containsExactly(RESOLVER, DEFAULTS);

        answer = RESOLVER;
        var get = forms.of(ConfigEntryOperations.GET);
        Envelope got = forms.envelope("ConfigEntry.Get");
        reply = service.call("ConfigEntry.Get", get.request("dc1", new KeyRequest("service-resolver", "web"), ReadOptions.DEFAULT,
                msgpack)).join();
        assertThat(get.answer(got.openReply(reply), ReadOptions.DEFAULT, msgpack).value()).isEqualTo(RESOLVER);

        answer = true;
        var apply = forms.of(ConfigEntryOperations.APPLY);
        Envelope applied = forms.envelope("ConfigEntry.Apply");
        service.call("ConfigEntry.Apply", applied.sealRequest(apply.request("dc1", new ApplyRequest(DEFAULTS, -1), "t", msgpack)))
                .join();
        assertThat(asked).contains(new ApplyRequest(DEFAULTS, -1));
    }

    @Test
    void whatIsNoSuchMessageIsRefused() {
        for (byte[] bad : List.of(msgpack.encode(Map.of("Op", "upsert")), bytes("service-defaults"), bytes(7, 7),
                bytes("service-defaults", Map.of("Op", "upsert")), new byte[0])) {
            assertThatThrownBy(() -> service.call("ConfigEntry.Apply", bad).join()).hasMessageContaining("cannot be read");
        }
        assertThatThrownBy(() -> service.call("ConfigEntry.Apply", bytes("service-defaults", Map.of("Entry", Map.of()))).join())
                .hasMessageContaining("without a name");
        assertThat(asked).isEmpty();
    }
}

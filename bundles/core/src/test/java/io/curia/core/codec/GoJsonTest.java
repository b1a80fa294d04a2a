package io.curia.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoJsonTest {
    private final GoJson json = new GoJson();

    private String write(Object value) {
        return new String(json.json(value, false), StandardCharsets.UTF_8);
    }

    @Test
    void writesRecordsInOrderWithTheirWireNames() {
        assertThat(write(new KvEntry(0, "a", 42, new byte[] {'h', 'i'}, "", 1, 2))).isEqualTo(
                "{\"LockIndex\":0,\"Key\":\"a\",\"Flags\":42,\"Value\":\"aGk=\",\"CreateIndex\":1,\"ModifyIndex\":2}");
        assertThat(write(new Node("", "n", "10.0.0.1", "dc1", null, Map.of(), 1, 2))).isEqualTo("{\"ID\":\"\",\"Node\":\"n\","
                + "\"Address\":\"10.0.0.1\",\"Datacenter\":\"dc1\",\"TaggedAddresses\":null,\"Meta\":{},"
                + "\"CreateIndex\":1,\"ModifyIndex\":2}");
        assertThat(write(CheckInfo.NONE)).isEqualTo("{}");
    }

    @Test
    void escapesAsGoDoes() {
        assertThat(write("<a&b>\u0001\b\n\u2028\"\\é")).isEqualTo(
                "\"\\u003ca\\u0026b\\u003e\\u0001\\u0008\\n\\u2028\\\"\\\\é\"");
        assertThat(write(Map.of("b", 1, "a", List.of()))).isEqualTo("{\"a\":[],\"b\":1}");
    }

    @Test
    void indentsAsGoDoes() {
        assertThat(new String(json.json(Map.of("a", List.of(1, 2), "b", Map.of(), "c", List.of()), true),
                StandardCharsets.UTF_8)).isEqualTo("""
                {
                    "a": [
                        1,
                        2
                    ],
                    "b": {},
                    "c": []
                }
                """);
    }

    @ParameterizedTest
    @CsvSource({"0.00001,0.00001", "0.000001,0.000001", "0.0000001,1e-07", "1.5,1.5", "100,100", "1e20,100000000000000000000",
        "1e21,1e+21", "-2.5e-9,-2.5e-09", "0,0"})
    void writesFractionsAsGoDoes(double value, String text) {
        assertThat(write(value)).isEqualTo(text);
    }

    @Test
    void readsNamesInAnyCase() {
        RegisterRequest request = json.parse("{\"node\":\"n\",\"ADDRESS\":\"a\",\"NodeMeta\":{\"k\":\"v\"},\"Checks\":null}"
                .getBytes(StandardCharsets.UTF_8), RegisterRequest.class, true);
        assertThat(request.node()).isEqualTo("n");
        assertThat(request.address()).isEqualTo("a");
        assertThat(request.nodeMeta()).containsEntry("k", "v");
        assertThat(request.checks()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"Bogus\":1}|json: unknown field \"Bogus\"",
        "{\"Node\":5}|json: cannot unmarshal number into Go struct field RegisterRequest.Node of type string",
        "junk|invalid character 'j' looking for beginning of value",
        "nonsense|invalid character 'o' in literal null (expecting 'u')",
        "{\"Bogus\":1|unexpected EOF",
        "[|unexpected EOF",
        "{Node:1}|invalid character 'N' looking for beginning of object key string",
        "{\"Node\" 1}|invalid character '1' after object key",
        "{\"Node\":}|invalid character '}' looking for beginning of value",
        "{\"Node\":\"a\" \"b\"}|invalid character '\"' after object key:value pair",
        "{\"Node\":\"a\",}|invalid character '}' looking for beginning of object key string",
        "{\"Checks\":[1 2]}|invalid character '2' after array element",
        "{\"Node\":\"\\x\"}|invalid character 'x' in string escape code",
        "{\"Node\":tru}|invalid character '}' in literal true (expecting 'e')",
        "{\"Node\":1.}|invalid character '}' after decimal point in numeric literal",
        "' '|EOF"})
    void refusesInGosWords(String text, String message) {
        assertThatThrownBy(() -> json.parse(text.getBytes(StandardCharsets.UTF_8), RegisterRequest.class, true))
                .isInstanceOf(CuriaException.class).hasMessage(message);
    }

    @Test
    void nullIsAnEmptyDocument() {
        RegisterRequest request = json.parse("null".getBytes(StandardCharsets.UTF_8), RegisterRequest.class, true);
        assertThat(request.node()).isEmpty();
        assertThat(request.service()).isNull();
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            json.parse(bytes, RegisterRequest.class, false);
        } catch (CuriaException refused) {
            assertThat(refused.kind()).isEqualTo(CuriaException.Kind.BAD_REQUEST);
        }
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll String text, @ForAll long number, @ForAll byte[] bytes) {
        KvEntry entry = new KvEntry(number, text, 3, bytes, text, number, 1);
        assertThat((KvEntry) new Msgpack().decode(new Msgpack().encode(7, entry), KvEntry.class)).isEqualTo(entry);
    }
}

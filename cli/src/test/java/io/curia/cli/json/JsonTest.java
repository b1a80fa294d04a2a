package io.curia.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static Object parse(String text) throws IOException {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsOrderAndBigNumbers() throws IOException {
        Map<String, Object> object = Json.map(parse("{\"z\":18446744073709551615,\"a\":[null,true,1.5]}"));
        assertThat(object.keySet()).containsExactly("z", "a");
        assertThat(object.get("z")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(Json.list(object.get("a"))).containsExactly(null, true, 1.5);
    }

    @Test
    void writesAsGoDoes() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", "<\"\u2028\u0001\n>");
        object.put("b", Map.of());
        object.put("c", List.of());
        object.put("d", Arrays.asList(1, null, 1e-7, 0.00001, 1e21, 20.0));
        assertThat(JsonText.indented(object, "    ")).isEqualTo("{\n    \"a\": \"\\u003c\\\"\\u2028\\u0001\\n\\u003e\",\n    \"b\": {},\n"
            + "    \"c\": [],\n    \"d\": [\n        1,\n        null,\n        1e-7,\n        0.00001,\n        1e+21,\n        20\n    ]\n}");
    }

    @Test
    void explainsErrorsAsGoDoes() {
        refuse("junk", "invalid character 'j' looking for beginning of value");
        refuse("[{k:1}]", "invalid character 'k' looking for beginning of object key string");
        refuse("{\"a\" 1}", "invalid character '1' after object key");
        refuse("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair");
        refuse("[1 2]", "invalid character '2' after array element");
        refuse("{} x", "invalid character 'x' after top-level value");
        refuse("{\"a\":", "unexpected end of JSON input");
        refuse("", "unexpected end of JSON input");
        refuse("nul1", "invalid character '1' in literal null (expecting 'l')");
        refuse("1.x", "invalid character 'x' after decimal point in numeric literal");
        refuse("\"a\nb\"", "invalid character '\\n' in string literal");
    }

    @Property(tries = 200)
    void readsTheTextsItWrote(@ForAll List<String> texts) throws IOException {
        List<String> whole = texts.stream().map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).toList();
        assertThat(Json.parse(JsonText.bytes(whole))).isEqualTo(whole);
    }

    private static void refuse(String text, String message) {
        assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(IOException.class).hasMessage(message);
    }
}

package io.curia.config.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GoJsonTest {

    @Test
    void saysWhatGoSays() {
        String[][] cases = {
            {"", "unexpected end of JSON input"},
            {"{", "unexpected end of JSON input"},
            {"{\"a\": ", "unexpected end of JSON input"},
            {"\"abc", "unexpected end of JSON input"},
            {"{\"a\": 1,}", "invalid character '}' looking for beginning of object key string"},
            {"{a: 1}", "invalid character 'a' looking for beginning of object key string"},
            {"[1,]", "invalid character ']' looking for beginning of value"},
            {"# c", "invalid character '#' looking for beginning of value"},
            {"{\"a\" 1}", "invalid character '1' after object key"},
            {"{\"a\": 1 \"b\": 2}", "invalid character '\"' after object key:value pair"},
            {"[1 2]", "invalid character '2' after array element"},
            {"{} x", "invalid character 'x' after top-level value"},
            {"\"a\nb\"", "invalid character '\\n' in string literal"},
            {"\"\\x\"", "invalid character 'x' in string escape code"},
            {"\"\\u12g4\"", "invalid character 'g' in \\u hexadecimal character escape"},
            {"-x", "invalid character 'x' in numeric literal"},
            {"01", "invalid character '1' after top-level value"},
            {"1.x", "invalid character 'x' after decimal point in numeric literal"},
            {"1ex", "invalid character 'x' in exponent of numeric literal"},
            {"trux", "invalid character 'x' in literal true (expecting 'e')"},
            {"{'a': 1}", "invalid character '\\'' looking for beginning of object key string"},
            {"\u00e9", "invalid character '\u00c3' looking for beginning of value"},
            {"1e999", "json: cannot unmarshal number 1e999 into Go value of type float64"},
        };
        for (String[] c : cases) {
            assertThatThrownBy(() -> GoJson.parse(c[0])).as(c[0]).isInstanceOf(SyntaxException.class).hasMessage(c[1]);
        }
    }

    @Test
    void readsValues() throws SyntaxException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a", Arrays.asList(1L, -2.5, true, false, null, "x\u00e9\n\ud83d\ude00\ufffd"));
        expected.put("b", Map.of());
        assertThat(GoJson.parse(" {\"a\": [1, -2.5, true, false, null, \"x\u00e9\\n\\ud83d\\ude00\\ud800\"],\"b\":{}} "))
                .isEqualTo(expected);
        assertThat(GoJson.parse("12345678901234567890")).isEqualTo(12345678901234567890.0);
    }

    @Test
    void deepNestingIsAnErrorNotAnOverflow() {
        assertThatThrownBy(() -> GoJson.parse("[".repeat(100_000))).isInstanceOf(SyntaxException.class)
                .hasMessage("exceeded max depth");
    }

    @Property(tries = 500)
    void anyTextGivesAValueOrASyntaxError(@ForAll("jsonLike") String text) {
        try {
            GoJson.parse(text);
        } catch (SyntaxException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("values") Object value) throws SyntaxException {
        assertThat(GoJson.parse(JsonWriter.write(value))).isEqualTo(value);
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.oneOf(Arbitraries.strings().all(),
                Arbitraries.strings().withChars("{}[]\",:\\u0123456789abeEtrufalsn.+- \n").ofMaxLength(40));
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(10).map(s -> (Object) s),
                Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L).map(n -> (Object) n),
                Arbitraries.of(true, false).map(b -> (Object) b));
        return Arbitraries.lazyOf(() -> leaf,
                () -> leaf.list().ofMaxSize(4).map(l -> (Object) l),
                () -> Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), leaf.list().ofMaxSize(3)
                        .map(l -> (Object) List.copyOf(l))).ofMaxSize(4).map(m -> (Object) m));
    }
}

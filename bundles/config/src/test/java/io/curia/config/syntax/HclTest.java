package io.curia.config.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HclTest {

    @Test
    void readsScalars() throws SyntaxException {
        assertThat(Hcl.parse("""
                # one
                // two
                /* three
                   lines */
                a = 1
                "b" = -2.5
                c = 0x1F   d = 010
                e = 1e3
                f = true
                g = "x\\ty\\"\\u00e9\\x41\\101\\U0001F600"
                h = "${ foo("x") } kept"
                node-name.x = "dotted"
                """)).isEqualTo(Map.of("a", 1L, "b", -2.5, "c", 31L, "d", 8L, "e", 1000.0, "f", true,
                "g", "x\ty\"\u00e9AA\ud83d\ude00", "h", "${ foo(\"x\") } kept", "node-name.x", "dotted"));
    }

    @Test
    void objectsAreListsOfBlocks() throws SyntaxException {
        assertThat(Hcl.parse("a { x = 1 }\na { x = 2 }\nb \"l\" \"m\" { y = 3 }\nc = { z = 4 }")).isEqualTo(Map.of(
                "a", List.of(Map.of("x", 1L), Map.of("x", 2L)),
                "b", List.of(Map.of("l", List.of(Map.of("m", List.of(Map.of("y", 3L)))))),
                "c", List.of(Map.of("z", 4L))));
    }

    @Test
    void lists() throws SyntaxException {
        assertThat(Hcl.parse("a = [1, \"x\", [true], {k = 1},]\nb = []\nc = [\"1\"]\nc = [\"2\"]")).isEqualTo(Map.of(
                "a", List.of(1L, "x", List.of(true), Map.of("k", 1L)), "b", List.of(), "c", List.of("1", "2")));
    }

    @Test
    void heredocs() throws SyntaxException {
        assertThat(Hcl.parse("a = <<EOF\n one\n  two\nEOF\nb = <<-END\n    x\n      y\n\n    END\n"))
                .isEqualTo(Map.of("a", " one\n  two\n", "b", "x\n  y\n\n"));
    }

    @Test
    void jsonIsHclToo() throws SyntaxException {
        assertThat(Hcl.parse(" {\"a\": {\"b\": 1}}")).isEqualTo(Map.of("a", Map.of("b", 1L)));
    }

    @Test
    void errorsNameThePosition() {
        String[][] cases = {
            {"a {\n b = 1", "At 2:7: object expected closing RBRACE got: EOF"},
            {"a = \"x", "At 1:5: literal not terminated"},
            {"a = \"x\ny\"", "At 1:5: literal not terminated"},
            {"\n  a = &", "At 2:7: illegal character"},
            {"a b", "At 1:4: key 'a b' expected start of object ('{') or assignment ('=')"},
            {"a \"b\" = 1", "At 1:7: nested object expected: LBRACE got: ASSIGN"},
            {"a = [1 2]", "At 1:8: error parsing list, expected comma or list end, got: NUMBER"},
            {"1 = 2", "At 1:1: expected: IDENT | STRING got: NUMBER"},
            {"a = <<EOF\nx\n", "At 1:5: heredoc not terminated"},
            {"/* x", "At 1:1: comment not terminated"},
            {"a = 1.2.3", "At 1:5: invalid number \"1.2.3\""},
            {"a = \"\\q\"", "At 1:5: illegal char escape"},
        };
        for (String[] c : cases) {
            assertThatThrownBy(() -> Hcl.parse(c[0])).as(c[0]).isInstanceOf(SyntaxException.class).hasMessage(c[1]);
        }
        assertThatThrownBy(() -> Hcl.parse("a = " + "[".repeat(100_000))).hasMessageContaining("exceeded max depth");
        assertThatThrownBy(() -> Hcl.parse("a {".repeat(100_000))).hasMessageContaining("exceeded max depth");
    }

    @Property(tries = 1000)
    void anyTextGivesAValueOrASyntaxError(@ForAll("hclLike") String text) {
        try {
            Hcl.parse(text);
        } catch (SyntaxException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> hclLike() {
        Arbitrary<String> pieces = Arbitraries.of("a", "b ", "=", "{", "}", "[", "]", ",", "\"", "\\", "\\u12", "\\777",
                "<<E", "<<-E", "\nE\n", "\n", "E", "${", "$", "0x", "-", "1e", "1.", "9", "#", "/*", "*/", "true", " ");
        return Arbitraries.oneOf(Arbitraries.strings().all(), pieces.list().ofMaxSize(25).map(l -> String.join("", l)));
    }

    @Property(tries = 200)
    void listsOfTextsAreReadAsWritten(@ForAll("texts") List<String> texts) throws SyntaxException {
        StringBuilder hcl = new StringBuilder("a = [");
        texts.forEach(t -> hcl.append(JsonWriter.write(t)).append(", "));
        assertThat(Hcl.parse(hcl.append("]").toString())).isEqualTo(Map.of("a", texts));
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings().ascii().ofMaxLength(12).filter(s -> !s.contains("${")).list().ofMaxSize(5);
    }
}

package io.curia.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterPropertiesTest {
    @Property(tries = 2000)
    void anyTextCompilesOrIsRefused(@ForAll String text) {
        compilesOrIsRefused(text);
    }

    @Property(tries = 3000)
    void wordsOfTheLanguageCompileOrAreRefused(@ForAll("almostExpressions") String text) {
        compilesOrIsRefused(text);
    }

    private static void compilesOrIsRefused(String text) {
        try {
            Filter.compile(text, CheckServiceNode.class).matches(new CheckServiceNode(null, null, null));
        } catch (FilterException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> almostExpressions() {
        return Arbitraries.of("Node", "Node.Node", "Service.Port", "Checks.Status", "Service.Meta", "[\"x\"]", "[", "]", "(", ")",
                "==", "!=", "in", "not", "is", "empty", "contains", "matches", "and", "or", "1", "-1.5", "\"x\"", "`y`", "\"",
                "`(`", "\\", ".").list().ofMaxSize(14).flatMap(words -> Arbitraries.of(" ", "", "\t\n")
                        .map(separator -> String.join(separator, words)));
    }

    @Property
    void aQuotedValueIsFoundAgain(@ForAll String any) {
        // a filter's quoted text cannot contain a quote
        String value = any.replace('"', '\'');
        Node node = new Node("", value, "", "", null, Map.of(value, "v"), 1, 1);
        Filter filter = Filter.compile("Node == " + Quoted.of(value) + " and Meta is not empty",
                Node.class);
        assertThat(filter.matches(node)).isTrue();
    }

    @Property
    void deMorgan(@ForAll boolean a, @ForAll boolean b) {
        Node node = new Node(a ? "1" : "0", b ? "1" : "0", "", "", null, null, 1, 1);
        for (List<String> pair : List.of(List.of("not (ID == 1 and Node == 1)", "not ID == 1 or not Node == 1"),
                List.of("not (ID == 1 or Node == 1)", "not ID == 1 and not Node == 1"))) {
            assertThat(Filter.compile(pair.get(0), Node.class).matches(node))
                    .isEqualTo(Filter.compile(pair.get(1), Node.class).matches(node));
        }
    }
}

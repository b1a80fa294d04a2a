package io.curia.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RadixTreeProperties {
    record Step(boolean remove, String key) { }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> keys = Arbitraries.strings().withChars('a', 'b', '/', '\0').ofMaxLength(6);
        return Combinators.combine(Arbitraries.of(false, false, true), keys).as(Step::new).list().ofMaxSize(80);
    }

    /** After any history the tree answers like a sorted map, and every earlier version is as it was. */
    @Property(tries = 300)
    void behavesLikeASortedMap(@ForAll("steps") List<Step> steps, @ForAll("prefixes") String prefix) {
        RadixTree<String> tree = RadixTree.empty();
        TreeMap<String, String> model = new TreeMap<>();
        List<RadixTree<String>> versions = new ArrayList<>();
        List<SortedMap<String, String>> snapshots = new ArrayList<>();
        for (Step step : steps) {
            versions.add(tree);
            snapshots.add(new TreeMap<>(model));
            if (step.remove()) {
                tree = tree.remove(bytes(step.key()));
                model.remove(step.key());
            } else {
                tree = tree.put(bytes(step.key()), step.key());
                model.put(step.key(), step.key());
            }
        }
        versions.add(tree);
        snapshots.add(model);
        for (int i = 0; i < versions.size(); i++) {
            check(versions.get(i), snapshots.get(i), prefix);
        }
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.strings().withChars('a', 'b', '/').ofMaxLength(3);
    }

    private static void check(RadixTree<String> tree, SortedMap<String, String> model, String prefix) {
        assertThat(tree.size()).isEqualTo(model.size());
        List<String> all = new ArrayList<>();
        tree.forEach(all::add);
        assertThat(all).containsExactlyElementsOf(model.keySet());
        List<String> below = new ArrayList<>();
        tree.forEach(bytes(prefix), below::add);
        assertThat(below).containsExactlyElementsOf(
                model.keySet().stream().filter(key -> key.startsWith(prefix)).toList());
        model.keySet().forEach(key -> assertThat(tree.get(bytes(key))).isEqualTo(key));
        assertThat(tree.get(bytes("absent"))).isNull();
        assertThat(tree.anyWith(bytes(prefix))).isEqualTo(!below.isEmpty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

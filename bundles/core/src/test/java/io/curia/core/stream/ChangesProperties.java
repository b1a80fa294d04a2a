package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Exactly what differs between two answers is told, wherever in them it is. */
class ChangesProperties {
    private static final Node NODE = new Node("", "n", "10.0.0.1", "dc1", null, null, 1, 1);

    private static List<CheckServiceNode> answer(Map<Integer, Integer> ports) {
        List<CheckServiceNode> instances = new ArrayList<>();
        ports.forEach((id, port) -> instances.add(new CheckServiceNode(NODE, new NodeService("", "i" + id, "web", null, "", null,
                null, port, "", null, false, null, null, 0, 0), List.of())));
        return instances;
    }

    @Property
    void everyDifferenceIsToldOnce(
            @ForAll @Size(max = 12) Map<@IntRange(max = 15) Integer, @IntRange(min = 1, max = 3) Integer> before,
            @ForAll @Size(max = 12) Map<@IntRange(max = 15) Integer, @IntRange(min = 1, max = 3) Integer> after) {
        List<String> expected = new ArrayList<>();
        after.forEach((id, port) -> {
            if (!port.equals(before.get(id))) {
                expected.add("5 +i" + id);
            }
        });
        before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(id -> expected.add("5 -i" + id));
        List<String> told = new Changes().between(answer(new TreeMap<>(before)), answer(new TreeMap<>(after)), 5).stream()
                .flatMap(event -> Subscriber.flat(event).stream()).toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Set.copyOf(told)).hasSameSizeAs(told);
    }
}

package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Node NODE = new Node("", "n", "10.0.0.1", "dc1", null, null, 1, 1);

    private static CheckServiceNode instance(String id, int port) {
        return new CheckServiceNode(NODE, new NodeService("", id, "web", null, "", null, null, port, "", null, false, null,
                null, 0, 0), List.of());
    }

    private static List<String> said(List<byte[]> events) {
        return events.stream().flatMap(event -> Subscriber.flat(event).stream()).toList();
    }

    @Test
    void shouldCompareOnceForAllWhoShareTheAnswers() {
        Changes changes = new Changes();
        List<CheckServiceNode> before = List.of(instance("a", 1), instance("b", 1));
        List<CheckServiceNode> after = List.of(instance("a", 1), instance("b", 2));
        List<byte[]> first = changes.between(before, after, 7);
        assertThat(said(first)).containsExactly("7 +b");
        assertThat(changes.between(before, after, 7)).isSameAs(first);
        assertThat(said(changes.between(after, before, 8))).containsExactly("8 +b");
        assertThat(said(changes.between(List.copyOf(new ArrayList<>(before)), after, 7))).containsExactly("7 +b");
        assertThat(changes.between(after, new ArrayList<>(after), 9)).isEmpty();
    }

    @Test
    void shouldTellInstancesOfTheSameIdOnDifferentNodesApart() {
        CheckServiceNode elsewhere = new CheckServiceNode(new Node("", "m", "10.0.0.2", "dc1", null, null, 1, 1),
                instance("a", 1).service(), List.of());
        assertThat(said(new Changes().between(List.of(elsewhere, instance("a", 1)), List.of(elsewhere), 3)))
                .containsExactly("3 -a");
    }
}

package io.curia.core.ops;

import io.curia.api.model.Coordinate;
import io.curia.api.model.NodeCoordinate;
import io.curia.core.dispatch.View;
import io.curia.core.store.Keys;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Sorts by round-trip time from a node (reference: gossip-rpc, section 3.4). */
public final class Distance {
    private Distance() { }

    /** Round-trip time between two coordinates in seconds; infinite when one is unknown. */
    public static double seconds(Coordinate a, Coordinate b) {
        if (a == null || b == null || a.vec().size() != b.vec().size()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < a.vec().size(); i++) {
            double difference = a.vec().get(i) - b.vec().get(i);
            sum += difference * difference;
        }
        double distance = Math.sqrt(sum) + a.height() + b.height();
        double adjusted = distance + a.adjustment() + b.adjustment();
        return adjusted > 0 ? adjusted : distance;
    }

    /** The elements with the nearest node first; unchanged when the node's coordinate is unknown. */
    static <T> List<T> sorted(List<T> elements, String near, View view, Function<T, String> nodeOf) {
        if (near == null || near.isEmpty()) {
            return elements;
        }
        view.watch(Topics.table(Table.COORDINATES));
        Coordinate origin = coordinate(view, near);
        if (origin == null) {
            return elements;
        }
        List<T> sorted = new ArrayList<>(elements);
        sorted.sort(Comparator.comparingDouble(element -> seconds(origin, coordinate(view, nodeOf.apply(element)))));
        return sorted;
    }

    static Coordinate coordinate(View view, String node) {
        NodeCoordinate found = view.state().coordinates.get(Keys.name(node, ""));
        return found == null ? null : found.coord();
    }
}

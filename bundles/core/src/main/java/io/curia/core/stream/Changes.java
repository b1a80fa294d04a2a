package io.curia.core.stream;

import io.curia.api.model.CheckServiceNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes one answer out of another, an event for each instance that differs. The last comparison is kept: those who follow the same
 * service share its answers, and ask for the same one after another. Thread-safe.
 */
final class Changes {
    private volatile Comparison last = new Comparison(null, null, List.of());

    private record Comparison(List<CheckServiceNode> before, List<CheckServiceNode> after, List<byte[]> events) {
        boolean isOf(List<CheckServiceNode> one, List<CheckServiceNode> other) {
            return before == one && after == other;
        }
    }

    private record Key(String node, String service) {
        static Key of(CheckServiceNode instance) {
            return new Key(instance.node().node(), instance.service().id());
        }
    }

    /**
     * The events, in the order of the new answer, and those that are gone last.
     *
     * @param index of the new answer
     */
    List<byte[]> between(List<CheckServiceNode> before, List<CheckServiceNode> after, long index) {
        Comparison present = last;
        if (!present.isOf(before, after)) {
            present = new Comparison(before, after, compare(before, after, index));
            last = present;
        }
        return present.events();
    }

    /** A change mostly touches one place: what is the same before and after it is passed over. */
    private static List<byte[]> compare(List<CheckServiceNode> before, List<CheckServiceNode> after, long index) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int tail = 0;
        while (tail < shorter - start
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        return differing(before.subList(start, before.size() - tail), after.subList(start, after.size() - tail), index);
    }

    private static List<byte[]> differing(List<CheckServiceNode> before, List<CheckServiceNode> after, long index) {
        Map<Key, CheckServiceNode> gone = new HashMap<>();
        before.forEach(instance -> gone.put(Key.of(instance), instance));
        List<byte[]> events = new ArrayList<>();
        for (CheckServiceNode instance : after) {
            if (!instance.equals(gone.remove(Key.of(instance)))) {
                events.add(Events.register(index, instance));
            }
        }
        gone.values().forEach(instance -> events.add(Events.deregister(index, instance)));
        return events;
    }
}

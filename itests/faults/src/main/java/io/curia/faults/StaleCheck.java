package io.curia.faults;

import io.curia.faults.History.StaleRead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stale reads may be old, but a server's index of a key does not go back while it runs, and what they find was written. */
final class StaleCheck {
    private StaleCheck() { }

    static List<String> check(List<StaleRead> reads, Map<String, List<Op>> groups) {
        List<String> found = new ArrayList<>();
        Map<String, List<StaleRead>> byKey = reads.stream()
                .collect(Collectors.groupingBy(read -> read.server() + " " + read.group() + "/" + read.key()));
        byKey.forEach((key, ofKey) -> backwards(key, ofKey, found));
        for (StaleRead read : reads) {
            boolean written = read.found().equals(Op.ABSENT) || groups.getOrDefault(read.group(), List.of()).stream().anyMatch(
                    op -> read.found().equals(op.sets().get(read.key())) && op.invoked() < read.returned());
            if (!written) {
                found.add("stale read of a value that nobody had written: " + read);
            }
        }
        return found;
    }

    private static void backwards(String key, List<StaleRead> reads, List<String> found) {
        // the highest index among those that had ended before a read began
        List<StaleRead> byStart = reads.stream().sorted(Comparator.comparingLong(StaleRead::invoked)).toList();
        List<StaleRead> byEnd = reads.stream().sorted(Comparator.comparingLong(StaleRead::returned)).toList();
        Map<Long, String> values = new HashMap<>();
        long highest = 0;
        int ended = 0;
        for (StaleRead read : byStart) {
            while (byEnd.get(ended).returned() < read.invoked()) {
                highest = Math.max(highest, byEnd.get(ended++).index());
            }
            if (read.index() < highest) {
                found.add("stale read on " + key + " went back from index " + highest + " to " + read.index());
            }
            String before = values.putIfAbsent(read.index(), read.found());
            if (before != null && !before.equals(read.found()) && !before.equals(Op.ABSENT) && !read.found().equals(Op.ABSENT)) {
                found.add("stale reads on " + key + " at index " + read.index() + " found " + before + " and " + read.found());
            }
        }
    }
}

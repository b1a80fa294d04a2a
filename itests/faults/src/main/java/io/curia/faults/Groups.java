package io.curia.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The groups of keys that are in use; each for so many operations, which keeps a search over its history small. */
final class Groups {
    private final String prefix;
    private final int operations;
    private final List<String> active = new ArrayList<>();
    private final int[] used;
    private final List<String> all = new ArrayList<>();

    Groups(String prefix, int count, int operations) {
        this.prefix = prefix;
        this.operations = operations;
        this.used = new int[count];
        for (int i = 0; i < count; i++) {
            active.add(next());
        }
    }

    private String next() {
        String name = prefix + all.size();
        all.add(name);
        return name;
    }

    synchronized String pick(Random random) {
        int i = random.nextInt(used.length);
        if (++used[i] > operations) {
            used[i] = 1;
            active.set(i, next());
        }
        return active.get(i);
    }

    /** All that there ever were. */
    synchronized List<String> all() {
        return List.copyOf(all);
    }
}

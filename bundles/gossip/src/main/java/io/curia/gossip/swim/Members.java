package io.curia.gossip.swim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Everyone known, by name, and in the random order in which they are probed. */
final class Members {
    /** More than any pool has; against inventions of names. */
    static final int MOST = 1 << 16;
    private final Map<String, Node> names = new HashMap<>();
    private final List<Node> ring = new ArrayList<>();
    private final RandomGenerator random;
    private int next;

    Members(RandomGenerator random) {
        this.random = random;
    }

    Node get(String name) {
        return names.get(name);
    }

    Collection<Node> all() {
        return Collections.unmodifiableCollection(ring);
    }

    int size() {
        return ring.size();
    }

    /** Adds at a random place, so that nobody waits longer for the first probe than for any other. */
    void add(Node node) {
        names.put(node.name, node);
        int place = random.nextInt(ring.size() + 1);
        if (place == ring.size()) {
            ring.add(node);
        } else {
            ring.add(ring.get(place));
            ring.set(place, node);
        }
    }

    /** The next to probe; null when there is nobody. Each comes once a round; between rounds the order changes. */
    Node next(Predicate<Node> wanted, Predicate<Node> forget) {
        for (int checked = 0; checked <= ring.size(); checked++) {
            if (next >= ring.size()) {
                newRound(forget);
            }
            if (next < ring.size()) {
                Node node = ring.get(next++);
                if (wanted.test(node)) {
                    return node;
                }
            }
        }
        return null;
    }

    private void newRound(Predicate<Node> forget) {
        next = 0;
        ring.removeIf(node -> {
            boolean gone = forget.test(node);
            if (gone) {
                names.remove(node.name);
            }
            return gone;
        });
        for (int i = ring.size() - 1; i > 0; i--) {
            Collections.swap(ring, i, random.nextInt(i + 1));
        }
    }

    /** Up to {@code count} different ones at random. */
    List<Node> pick(int count, Predicate<Node> wanted) {
        List<Node> picked = new ArrayList<>(count);
        for (int tries = 3 * ring.size(); tries > 0 && picked.size() < count; tries--) {
            Node node = ring.get(random.nextInt(ring.size()));
            if (wanted.test(node) && !picked.contains(node)) {
                picked.add(node);
            }
        }
        return picked;
    }
}

package io.curia.gossip.swim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is to be told, a limited number of times each: what was told least comes first, then the larger (the small ones fill
 * gaps), then the newer. A message about the same subject takes its predecessor's place. Holds {@link #MOST} messages; above
 * that, the one that was told most goes.
 */
public final class BroadcastQueue {
    /** The most messages that wait. */
    public static final int MOST = 4096;
    /** After so many that do not fit into what is left of a packet, it is full. */
    private static final int MOST_MISSES = 32;
    private final TreeSet<Entry> order = new TreeSet<>(BroadcastQueue::compare);
    private final Map<String, Entry> subjects = new HashMap<>();
    private Runnable wake = () -> { };
    private long ids;
    private volatile int size;

    private static final class Entry {
        private final long id;
        private final String subject;
        private final byte[] message;
        private final Runnable done;
        private int told;

        Entry(long id, String subject, byte[] message, Runnable done) {
            this.id = id;
            this.subject = subject;
            this.message = message;
            this.done = done;
        }
    }

    private static int compare(Entry one, Entry other) {
        int order = Integer.compare(one.told, other.told);
        order = order != 0 ? order : Integer.compare(other.message.length, one.message.length);
        return order != 0 ? order : Long.compare(other.id, one.id);
    }

    /** Who is to know when there is something to tell. */
    void onPut(Runnable listener) {
        wake = listener;
    }

    /**
     * @param subject what it is about; null for something of its own
     * @param done runs when it was told often enough or will not be told; may be null
     */
    public void put(String subject, byte[] message, Runnable done) {
        Entry entry = new Entry(ids++, subject, message, done);
        if (subject != null) {
            Entry before = subjects.put(subject, entry);
            if (before != null) {
                order.remove(before);
                finish(before);
            }
        }
        order.add(entry);
        if (order.size() > MOST) {
            forget(order.last());
        }
        size = order.size();
        wake.run();
    }

    /** Whether something about this is still to be told. */
    boolean holds(String subject) {
        return subjects.containsKey(subject);
    }

    private void forget(Entry entry) {
        order.remove(entry);
        if (entry.subject != null) {
            subjects.remove(entry.subject, entry);
        }
        finish(entry);
    }

    private static void finish(Entry entry) {
        if (entry.done != null) {
            entry.done.run();
        }
    }

    /** From any thread. */
    public int size() {
        return size;
    }

    /**
     * Adds what fits to a packet.
     *
     * @param free bytes that are left
     * @param overhead bytes each message takes beside its own
     * @param limit how often a message is told
     * @return bytes that are left then
     */
    int take(List<byte[]> packet, int free, int overhead, int limit) {
        if (order.isEmpty()) {
            return free;
        }
        int left = free;
        int misses = 0;
        List<Entry> taken = new ArrayList<>();
        Iterator<Entry> entries = order.iterator();
        while (entries.hasNext() && misses < MOST_MISSES) {
            Entry entry = entries.next();
            if (entry.message.length + overhead > left || packet.size() == 255) {
                misses++;
                continue;
            }
            left -= entry.message.length + overhead;
            packet.add(entry.message);
            taken.add(entry);
            entries.remove();
        }
        for (Entry entry : taken) {
            if (++entry.told >= limit) {
                if (entry.subject != null) {
                    subjects.remove(entry.subject, entry);
                }
                finish(entry);
            } else {
                order.add(entry);
            }
        }
        size = order.size();
        return left;
    }
}

package io.curia.http.call;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests under way, and those among them that wait for news: what has to end before the server does. Thread-safe.
 * The waiting ones form a list through themselves, which costs them two references each and nothing more.
 */
public final class Waiting {
    /** A read that waits. The links belong to the list and are guarded by it. */
    abstract static class Entry {
        private Entry previous;
        private Entry next;

        /** Answers with what there is now. */
        abstract void wake();
    }

    private Entry first;
    private volatile boolean draining;

    /** Adds an entry; false when nothing may wait any more. */
    synchronized boolean add(Entry entry) {
        if (draining) {
            return false;
        }
        entry.next = first;
        if (first != null) {
            first.previous = entry;
        }
        first = entry;
        return true;
    }

    /** Removes an entry; nothing happens when it is not there. */
    synchronized void remove(Entry entry) {
        if (entry.previous != null) {
            entry.previous.next = entry.next;
        } else if (first == entry) {
            first = entry.next;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
    }

    /** From now on nothing waits; whoever does is answered. */
    public void drain() {
        List<Entry> all = new ArrayList<>();
        synchronized (this) {
            draining = true;
            for (Entry entry = first; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        all.forEach(Entry::wake);
    }

    /** Whether the server is about to end. */
    public boolean isDraining() {
        return draining;
    }
}

package io.curia.dns;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Encoded answers by question. A fixed table of {@value #ENTRIES} places, two for each hash value: a new entry takes the
 * place of an older one, so neither the number of names nor a flood of them makes it grow. When the answers together
 * would take more than {@value #MAX_BYTES} bytes the table is emptied. Each new entry also sweeps a part of the table of
 * entries that have ended, so that they do not hold on to what they were read from. Safe from any thread.
 */
final class AnswerCache {
    static final int ENTRIES = 8192;
    static final int MAX_BYTES = 16 << 20;
    private static final int SWEEP = 16;

    private final AtomicReferenceArray<CachedAnswer> table = new AtomicReferenceArray<>(ENTRIES);
    private final AtomicLong bytes = new AtomicLong();
    private int swept;

    /** The entry for a question, or null; whether it still holds is for the caller to find out. */
    CachedAnswer find(QuestionScan question) {
        int place = place(question);
        CachedAnswer entry = table.get(place);
        if (entry != null && entry.answers(question)) {
            return entry;
        }
        entry = table.get(place + 1);
        return entry != null && entry.answers(question) ? entry : null;
    }

    /** Keeps an entry in place of the question's former one, else of one that shares its places. */
    synchronized void put(QuestionScan question, CachedAnswer entry, long now) {
        sweep(now);
        if (bytes.get() + entry.weight() > MAX_BYTES) {
            clear();
        }
        int place = place(question);
        CachedAnswer first = table.get(place);
        boolean other = first != null && !first.answers(question);
        if (other) {
            // The newest is in front; what was there moves back.
            account(null, table.getAndSet(place + 1, first));
            account(entry, null);
            table.set(place, entry);
        } else {
            account(entry, table.getAndSet(place, entry));
        }
    }

    /** How much memory the entries may take. */
    long bytes() {
        return bytes.get();
    }

    private void sweep(long now) {
        for (int i = 0; i < SWEEP; i++) {
            CachedAnswer entry = table.get(swept);
            if (entry != null && entry.ended(now)) {
                account(null, table.getAndSet(swept, null));
            }
            swept = swept + 1 & ENTRIES - 1;
        }
    }

    private void clear() {
        for (int i = 0; i < ENTRIES; i++) {
            account(null, table.getAndSet(i, null));
        }
    }

    private void account(CachedAnswer added, CachedAnswer removed) {
        bytes.addAndGet((added == null ? 0 : added.weight()) - (removed == null ? 0 : removed.weight()));
    }

    private static int place(QuestionScan question) {
        return (question.hash & ENTRIES / 2 - 1) * 2;
    }
}

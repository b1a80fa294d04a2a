package io.curia.core.leader;

import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import io.curia.core.store.StateTxn;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keys that may not be locked for a while, because a session lost them by invalidation. In the leader's memory only, and
 * forgotten when it changes. Expired entries go when new ones come, so there are never more than keys lost of late.
 */
public final class LockDelays implements StateStore.Listener {
    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos a clock that never goes back */
    public LockDelays(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether a key may not be locked now. */
    public boolean barred(String key) {
        Long end = until.get(key);
        return end != null && end - nanos.getAsLong() > 0;
    }

    @Override
    public void onCommit(State before, State after, StateTxn changes) {
        if (changes.lockDelays().isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        for (Iterator<Long> ends = until.values().iterator(); ends.hasNext();) {
            if (ends.next() - now <= 0) {
                ends.remove();
            }
        }
        changes.lockDelays().forEach((key, delay) -> until.put(key, now + delay));
    }

    @Override
    public void onRestore(State after) {
        until.clear();
    }
}

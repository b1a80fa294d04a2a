package io.curia.core.agent;

import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Orders registrations. Most wait for the disk, so those that have no id in common go side by side: their syncs share
 * the file system's. Whatever looks at other entries, or removes some, goes alone.
 *
 * <p>Reentrant: who is alone may enter again in either way; who shares may not ask to be alone.
 */
final class RegistrationLock {
    /** Ends what was entered; by the thread that entered. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private static final int STRIPES = 64;

    private final ReentrantReadWriteLock everything = new ReentrantReadWriteLock();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    RegistrationLock() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** Nobody else registers. */
    Held alone() {
        Lock lock = everything.writeLock();
        lock.lock();
        return lock::unlock;
    }

    /** Nobody else registers any of these ids. */
    Held sharing(Collection<String> ids) {
        boolean[] wanted = new boolean[STRIPES];
        for (String id : ids) {
            int hash = id.hashCode();
            wanted[(hash ^ hash >>> 16) & STRIPES - 1] = true;
        }
        everything.readLock().lock();
        // always in the same order, so that no two wait for each other
        for (int i = 0; i < STRIPES; i++) {
            if (wanted[i]) {
                stripes[i].lock();
            }
        }
        return () -> {
            for (int i = 0; i < STRIPES; i++) {
                if (wanted[i]) {
                    stripes[i].unlock();
                }
            }
            everything.readLock().unlock();
        };
    }
}

package io.curia.cli.lock;

import io.curia.cli.http.Call;
import java.io.IOException;

/**
 * Something one can hold: a lock, or a slot of a semaphore. {@link #acquire}, then {@link #awaitLoss} on a thread of its
 * own, then {@link #release} and {@link #cleanUp}. Only {@link #stop} may be called at any time from any thread.
 */
abstract class Claim {

    private Call call = new Call();
    private boolean stopped;

    /**
     * Waits until it is held.
     *
     * @param nanos how long to try, or 0 for as long as it takes
     * @return false if time ran out or it was stopped
     */
    abstract boolean acquire(long nanos) throws IOException, InterruptedException;

    /** Returns when it is not held any more, or after {@link #stop}. */
    abstract void awaitLoss() throws IOException;

    abstract void release() throws IOException;

    /** Removes what nobody uses any more; does nothing if somebody does. */
    abstract void cleanUp() throws IOException;

    /** Ends the waiting that is under way. */
    final synchronized void stop() {
        stopped = true;
        call.cut();
    }

    /** Makes it usable again after a stop: releasing needs requests, too. */
    final synchronized void resume() {
        stopped = false;
        call = new Call();
    }

    final synchronized boolean stopped() {
        return stopped;
    }

    /** The handle for the next request. */
    final synchronized Call call() {
        if (!stopped) {
            call = new Call();
        }
        return call;
    }
}

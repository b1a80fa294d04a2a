package io.curia.cli.lock;

import io.curia.cli.Time;
import java.io.IOException;

/** Looks again and again whether something is still held; failures to ask are forgiven a few times. */
final class LossWatch {

    /** One look. */
    interface Look {
        /** @return the index to look from next, or -1 if it is lost */
        long from(long index) throws IOException;
    }

    private static final long RETRY_MILLIS = 2_000;

    private final Claim claim;
    private final Time time;
    private final int retries;

    LossWatch(Claim claim, Time time, int retries) {
        this.claim = claim;
        this.time = time;
        this.retries = retries;
    }

    void run(Look look) throws IOException {
        long index = 0;
        int left = retries;
        while (!claim.stopped()) {
            try {
                index = look.from(index);
                if (index < 0) {
                    return;
                }
                left = retries;
            } catch (IOException e) {
                if (claim.stopped() || left-- <= 0) {
                    return;
                }
                try {
                    time.pause(RETRY_MILLIS);
                } catch (InterruptedException interrupted) {
                    return;
                }
                index = 0;
            }
        }
    }
}

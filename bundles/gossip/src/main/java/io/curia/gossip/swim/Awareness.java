package io.curia.gossip.swim;

/** How healthy this member thinks it is itself: 0 is well, up to 7 is slow or cut off. Patience grows with it. */
final class Awareness {
    private static final int WORST = 7;
    private final boolean on;
    private volatile int score;

    Awareness(boolean on) {
        this.on = on;
    }

    void change(int delta) {
        if (on) {
            score = Math.max(0, Math.min(WORST, score + delta));
        }
    }

    long scaled(long nanos) {
        return nanos * (score + 1);
    }

    /** From any thread. */
    int score() {
        return score;
    }
}

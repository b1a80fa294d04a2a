package io.curia.api.consensus;

/** A command or read that a consensus engine did not carry out. */
public final class ConsensusException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What callers have to tell apart. */
    public enum Reason {
        /** Ask the leader; nothing was written. */
        NOT_LEADER,
        /** The outcome is unknown. */
        TIMED_OUT,
        /** The engine is stopped or cannot write (a full disk); nothing was written. */
        UNAVAILABLE
    }

    private final Reason reason;
    private final String leaderHint;

    /** @param leaderHint host:port of the leader if known, else "" */
    public ConsensusException(Reason reason, String leaderHint, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.leaderHint = leaderHint;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }

    /** host:port of the leader if known, else "". */
    public String leaderHint() {
        return leaderHint;
    }
}

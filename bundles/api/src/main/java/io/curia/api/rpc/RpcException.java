package io.curia.api.rpc;

/** A call that brought no answer. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What callers have to tell apart. */
    public enum Reason {
        /** Nothing was sent: it is safe to try another server. */
        UNREACHABLE,
        /** The connection broke after the call was sent: whether it was carried out is unknown. */
        BROKEN,
        /** No answer came in time: whether it was carried out is unknown. */
        TIMED_OUT,
        /** The other side answered with an error; the message is its text, without anything added. */
        REMOTE
    }

    private final Reason reason;

    /** @param message one line */
    public RpcException(Reason reason, String message, Throwable cause) {
        super(message, cause, false, cause != null);
        this.reason = reason;
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }
}

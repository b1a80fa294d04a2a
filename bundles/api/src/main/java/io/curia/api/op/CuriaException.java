package io.curia.api.op;

/** An operation that was refused or failed. The message is one line for the client; there is no other detail. */
public final class CuriaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, each with its HTTP status. */
    public enum Kind {
        /** The request makes no sense. */
        BAD_REQUEST(400),
        /** Access control is off. */
        ACL_DISABLED(401),
        /** Access control refuses it. */
        DENIED(403),
        /** What is asked for does not exist. */
        NOT_FOUND(404),
        /** The request is too large. */
        TOO_LARGE(413),
        /** Too many requests. */
        RATE_LIMITED(429),
        /** The server refuses or fails for a reason of its own; most validation errors of servers are of this kind. */
        FAILED(500),
        /** No leader is known, or none could be reached in time. */
        NO_LEADER(500),
        /** The outcome of a write is unknown. */
        TIMED_OUT(500),
        /** The log or the disk refuses writes; reads go on. */
        UNAVAILABLE(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private final Kind kind;

    /** A failure with a message for the client. */
    public CuriaException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A failure with a message for the client and a cause for the log. */
    public CuriaException(Kind kind, String message, Throwable cause) {
        super(message, cause, false, cause != null);
        this.kind = kind;
    }

    /** What kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** A request that makes no sense: 400. */
    public static CuriaException badRequest(String message) {
        return new CuriaException(Kind.BAD_REQUEST, message);
    }

    /** A refusal of the server: 500. */
    public static CuriaException failed(String message) {
        return new CuriaException(Kind.FAILED, message);
    }

    /** Something unknown: 404. */
    public static CuriaException notFound(String message) {
        return new CuriaException(Kind.NOT_FOUND, message);
    }
}

package io.curia.api.rpc;

/** How a stream of answers ends that does not end well: a code of gRPC's, and one line for the caller. */
public final class StatusException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The codes in use. */
    public enum Code {
        /** Something that has no code of its own. */
        UNKNOWN(2),
        /** The request makes no sense. */
        INVALID_ARGUMENT(3),
        /** More than may be kept for the caller. */
        RESOURCE_EXHAUSTED(8),
        /** What the caller has got so far no longer holds: begin anew. */
        ABORTED(10),
        /** There is no such method. */
        UNIMPLEMENTED(12),
        /** A fault on this side, or a request that breaks the protocol. */
        INTERNAL(13),
        /** Not now; perhaps later, or another server. */
        UNAVAILABLE(14);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        /** Its number on the wire. */
        public int number() {
            return number;
        }
    }

    private final Code code;

    /** @param message one line */
    public StatusException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** What went wrong. */
    public Code code() {
        return code;
    }
}

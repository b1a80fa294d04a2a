package io.curia.api.platform;

/** A configuration that is not valid; the message is the text for the operator and may have several lines. */
public final class ReloadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the text for the operator. */
    public ReloadRefusedException(String message) {
        super(message);
    }
}

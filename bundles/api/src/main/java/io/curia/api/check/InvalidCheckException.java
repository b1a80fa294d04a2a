package io.curia.api.check;

/** A definition that makes no sense; the message is one line for whoever wrote it. */
public final class InvalidCheckException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a message for whoever wrote the definition. */
    public InvalidCheckException(String message) {
        super(message);
    }
}

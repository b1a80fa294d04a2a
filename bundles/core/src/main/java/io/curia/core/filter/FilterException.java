package io.curia.core.filter;

/** An expression that makes no sense for its element type, or costs too much to evaluate; the message is for its author. */
public final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the expression's author. */
    public FilterException(String message) {
        super(message, null, false, false);
    }
}

package io.curia.config.syntax;

/** A text is not what its format asks for; the message names the position or the offending character. */
public final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    public SyntaxException(String message) {
        super(message);
    }
}

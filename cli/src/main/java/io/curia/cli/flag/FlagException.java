package io.curia.cli.flag;

/** The flags on the command line cannot be understood; the message is for the user. */
public final class FlagException extends Exception {

    private static final long serialVersionUID = 1L;

    FlagException(String message) {
        super(message, null, false, false);
    }
}

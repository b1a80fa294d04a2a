package io.curia.cli;

/** A command's end with an error: one text for the user, an exit code, and whether the help text follows. */
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Where the command's help goes after the message. */
    public enum Help { NONE, AFTER_MESSAGE, AFTER_BLANK_LINE, ON_OUTPUT }

    private final int code;
    private final Help help;

    public Failure(String message) {
        this(message, 1, Help.NONE);
    }

    public Failure(String message, int code) {
        this(message, code, Help.NONE);
    }

    public Failure(String message, Help help) {
        this(message, 1, help);
    }

    private Failure(String message, int code, Help help) {
        super(message, null, false, false);
        this.code = code;
        this.help = help;
    }

    public int code() {
        return code;
    }

    public Help help() {
        return help;
    }
}

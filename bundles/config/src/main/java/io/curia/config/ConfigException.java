package io.curia.config;

/** A configuration that cannot be used. The message is the text for the operator; it may have several lines. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean usage;

    public ConfigException(String message) {
        this(message, false);
    }

    /** @param usage the command line was wrong, so that the flags are worth showing */
    public ConfigException(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    public boolean usage() {
        return usage;
    }
}

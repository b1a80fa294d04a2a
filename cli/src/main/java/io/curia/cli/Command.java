package io.curia.cli;

/**
 * One command. An interface on purpose: the table of commands can then be verified without loading any of them.
 */
public interface Command {

    /** The full help text, beginning with {@code Usage:} and without a final newline. */
    String help();

    /** The flags, each with its leading dash, for completion. */
    String[] flagNames();

    /**
     * Runs the command.
     *
     * @param args what follows the command's name
     * @return the exit code
     */
    int run(Environment env, String[] args) throws Failure;
}

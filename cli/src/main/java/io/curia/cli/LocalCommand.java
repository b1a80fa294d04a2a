package io.curia.cli;

import io.curia.cli.flag.FlagException;
import io.curia.cli.flag.FlagSet;

/** A command that does without an agent. */
public abstract class LocalCommand implements Command {

    protected final FlagSet flags = new FlagSet();
    private final String usage;
    private final String about;

    /**
     * @param usage what follows {@code Usage: consul}
     * @param about one paragraph that says what the command does
     */
    protected LocalCommand(String usage, String about) {
        this.usage = usage;
        this.about = about;
    }

    /** Runs with parsed flags; {@code args} are the arguments after them. */
    protected abstract int call(Environment env, String[] args) throws Failure;

    @Override
    public final int run(Environment env, String[] args) throws Failure {
        try {
            return call(env, flags.parse(args));
        } catch (FlagException e) {
            throw new Failure(e.getMessage(), Failure.Help.AFTER_MESSAGE);
        }
    }

    @Override
    public final String help() {
        return "Usage: consul " + usage + "\n\n  " + about + "\n\nOptions:\n" + flags.describe();
    }

    @Override
    public final String[] flagNames() {
        return flags.names();
    }
}

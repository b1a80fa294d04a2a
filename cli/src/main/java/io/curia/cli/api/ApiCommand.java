package io.curia.cli.api;

import io.curia.cli.Command;
import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.flag.FlagException;
import io.curia.cli.flag.FlagSet;
import java.io.IOException;

/**
 * A command that talks to an agent. An {@link IOException} that escapes ends it with its message after the words of
 * the last {@link #during(String)}.
 */
public abstract class ApiCommand implements Command {

    protected final FlagSet flags = new FlagSet();
    private final ClientFlags client;
    private final String usage;
    private final String about;
    private String phase = "Error querying agent";

    /**
     * @param usage what follows {@code Usage: consul}
     * @param about one paragraph that says what the command does
     */
    protected ApiCommand(ClientFlags.Scope scope, String usage, String about) {
        this.usage = usage;
        this.about = about;
        this.client = new ClientFlags(flags, scope);
    }

    /** Runs with parsed flags; {@code args} are the arguments after them. */
    protected abstract int call(Api api, String[] args) throws Failure, IOException;

    /** Names what is about to be tried, for the error message. */
    protected final void during(String what) {
        phase = what;
    }

    protected final String datacenter() {
        return client.datacenter();
    }

    @Override
    public final int run(Environment env, String[] args) throws Failure {
        String[] rest;
        try {
            rest = flags.parse(args);
        } catch (FlagException e) {
            throw new Failure(e.getMessage(), Failure.Help.AFTER_MESSAGE);
        }
        try {
            return call(client.connect(env), rest);
        } catch (IOException e) {
            throw new Failure(phase + ": " + e.getMessage());
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

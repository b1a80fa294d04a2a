package io.curia.api.agent;

import java.util.function.Consumer;

/** The agent's log as it comes. */
public interface LogStream {
    /**
     * Hands on every line from a level on, formatted, without its line end. The sink is called on the logging thread: it
     * must neither block nor log. The handle ends it.
     *
     * @param level trace, debug, info, warn or error
     * @param json one JSON object a line
     */
    AutoCloseable follow(String level, boolean json, Consumer<String> sink);
}

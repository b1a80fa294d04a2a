package io.curia.api.net;

import java.io.IOException;

/** A connection that could not be made or broke; the message is complete and meant for an operator. */
public final class NetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With a message such as {@code dial tcp 127.0.0.1:1: connect: connection refused}. */
    public NetworkException(String message) {
        super(message);
    }

    /** What an exception of the platform's says, in Go's words. */
    static String reason(Throwable cause) {
        String message = cause.getMessage();
        if (message == null) {
            return cause instanceof java.nio.channels.ClosedChannelException ? "use of closed network connection"
                    : cause.getClass().getSimpleName();
        }
        return switch (message) {
            case "Connection reset", "Connection reset by peer" -> "connection reset by peer";
            case "Broken pipe" -> "broken pipe";
            case "Host is unreachable", "No route to host" -> "no route to host";
            default -> Character.toLowerCase(message.charAt(0)) + message.substring(1);
        };
    }
}

package io.curia.cli.api;

import java.io.IOException;

/** The agent refused or failed; the message quotes its answer. */
public final class ApiException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    ApiException(int status, String body) {
        super("Unexpected response code: " + status + (body == null ? "" : " (" + body + ")"));
        this.status = status;
        this.body = body == null ? "" : body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}

package io.curia.cli.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A handle on a request under way: another thread may cut it off. */
public final class Call {

    private Connection connection;
    private boolean cut;

    synchronized void opened(Connection opened) throws IOException {
        if (cut) {
            throw new IOException("context canceled");
        }
        connection = opened;
    }

    /** Ends the request; whoever reads its answer gets an exception. */
    public synchronized void cut() {
        cut = true;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public synchronized boolean isCut() {
        return cut;
    }
}

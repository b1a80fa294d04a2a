package io.curia.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Standard output and standard error in UTF-8, whatever the locale says; may be used by several threads. */
public final class Console {

    private final OutputStream out;
    private final OutputStream err;

    public Console(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
    }

    /** Writes a line of result. */
    public void line(String text) {
        write(out, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a line of trouble. */
    public void error(String text) {
        write(err, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes result text as it is. */
    public void text(String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as they are: values need not be text. */
    public void bytes(byte[] data) {
        write(out, data);
    }

    public synchronized void flush() {
        try {
            out.flush();
            err.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(OutputStream stream, byte[] data) {
        try {
            stream.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.curia.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes what libraries print on the standard error stream. The component runtime prints a stack trace for every part
 * that cannot start; the agent reports those itself in one line, so the trace is a detail. All else is an error.
 */
final class ErrorLines extends OutputStream {
    private static final int MOST = 8192;
    private static final String REPORT = "ERROR : bundle ";

    private final Consumer<String> errors;
    private final Consumer<String> details;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inReport;
    private boolean afterHead;
    private boolean passing;

    ErrorLines(Consumer<String> errors, Consumer<String> details) {
        this.errors = errors;
        this.details = details;
    }

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            if (line.size() < MOST) {
                line.write(b);
            }
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        // what the log itself prints about a failure of its own must not come back to it
        if (!passing && !text.isEmpty()) {
            passing = true;
            try {
                pass(text);
            } finally {
                passing = false;
            }
        }
    }

    private void pass(String text) {
        boolean head = text.startsWith(REPORT);
        boolean trace = text.startsWith("\t") || text.startsWith("Caused by: ");
        inReport = head || inReport && (afterHead || trace);
        afterHead = head;
        (inReport ? details : errors).accept(text);
    }
}

package io.curia.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Exceptions as one line for an operator. */
final class Causes {
    private Causes() {
    }

    /** The message of the exception and of what caused it, each once. */
    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = message(cause);
            if (text.indexOf(message) < 0) {
                text.append(text.length() == 0 ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }

    private static String message(Throwable cause) {
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            // its message is the bare path
            String reason = file instanceof AccessDeniedException ? "permission denied"
                : file instanceof NoSuchFileException ? "no such file or directory"
                : file instanceof FileAlreadyExistsException ? "file exists" : "failed";
            return file.getFile() + ": " + reason;
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

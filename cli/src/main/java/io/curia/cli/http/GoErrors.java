package io.curia.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** The words scripts know for failures of the system. */
public final class GoErrors {

    private GoErrors() {
    }

    /** Why a connection could not be opened. */
    static String dial(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof SocketTimeoutException) {
            return "i/o timeout";
        }
        if (text.startsWith("Connection refused")) {
            return "connect: connection refused";
        }
        if (text.startsWith("No route to host")) {
            return "connect: no route to host";
        }
        if (text.startsWith("Network is unreachable") || text.startsWith("Network unreachable")) {
            return "connect: network is unreachable";
        }
        if (text.startsWith("No such file")) {
            return "connect: no such file or directory";
        }
        if (text.startsWith("Permission denied")) {
            return "connect: permission denied";
        }
        return "connect: " + text;
    }

    /** Why an exchange broke off. */
    static String exchange(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof EOFException) {
            return "EOF";
        }
        if (text.startsWith("Connection reset")) {
            return "read: connection reset by peer";
        }
        if (text.startsWith("Broken pipe")) {
            return "write: broken pipe";
        }
        return text;
    }

    /** Why a file could not be opened or read, in Go's form {@code open x: no such file or directory}. */
    public static String file(String path, IOException e) {
        return "open " + path + ": " + reason(e);
    }

    /** The cause alone. */
    public static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "file exists";
        }
        if (e instanceof java.nio.file.NotDirectoryException) {
            return "not a directory";
        }
        String text = String.valueOf(e.getMessage());
        int open = text.lastIndexOf('(');
        if (e instanceof java.io.FileNotFoundException && open >= 0 && text.endsWith(")")) {
            text = text.substring(open + 1, text.length() - 1);
        }
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}

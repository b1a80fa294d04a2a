package io.curia.cli;

import io.curia.cli.http.GoErrors;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An argument that may stand for something else: {@code @file}, {@code -} for standard input, or itself. */
public final class Input {

    private Input() {
    }

    /** @throws IOException whose message says what could not be read */
    public static byte[] read(Environment env, String argument) throws IOException {
        if (argument.equals("-")) {
            try {
                return env.in().readAllBytes();
            } catch (IOException e) {
                throw new IOException("Failed to read stdin: " + e.getMessage());
            }
        }
        if (argument.startsWith("@")) {
            return file(argument.substring(1));
        }
        return argument.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] file(String path) throws IOException {
        try (InputStream in = new FileInputStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IOException("Failed to read file: " + GoErrors.file(path, e));
        }
    }
}

package io.curia.cli.tls;

import io.curia.cli.Failure;
import io.curia.cli.http.GoErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Writes PEM files, never over others. */
final class PemFiles {

    private static final int LINE = 64;

    private PemFiles() {
    }

    static void certificate(String file, byte[] der) throws Failure {
        write(file, "CERTIFICATE", der, "rw-r--r--");
    }

    static void key(String file, byte[] der) throws Failure {
        write(file, "EC PRIVATE KEY", der, "rw-------");
    }

    private static void write(String file, String label, byte[] der, String permissions) throws Failure {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        try {
            Path path = Path.of(file);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
            Files.writeString(path, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Failure(GoErrors.file(file, e));
        }
    }
}

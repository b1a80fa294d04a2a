package io.curia.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars of a directory, told apart by time and size first and by content second. */
final class JarFiles {
    /** A jar as it was seen. */
    record Seen(Path path, long modified, long size, String sha256) { }

    /** A jar that cannot be a bundle; the message names it and says why. */
    static final class NoBundleException extends Exception {
        private static final long serialVersionUID = 1L;

        NoBundleException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private JarFiles() {
    }

    /** The jars by path; none where there is no such directory. What was seen before is not read again unless it differs. */
    static SortedMap<Path, Seen> list(Path directory, SortedMap<Path, Seen> before) throws IOException {
        SortedMap<Path, Seen> seen = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return seen;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
            for (Path jar : jars) {
                long modified = Files.getLastModifiedTime(jar).toMillis();
                long size = Files.size(jar);
                Seen known = before.get(jar);
                boolean same = known != null && known.modified == modified && known.size == size;
                seen.put(jar, same ? known : new Seen(jar, modified, size, sha256(jar)));
            }
        }
        return seen;
    }

    /** The symbolic name of a jar, which messages call {@code called}. */
    static String symbolicName(Path jar, String called) throws NoBundleException {
        String name;
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
        } catch (IOException e) {
            throw new NoBundleException(called + " cannot be read: " + e.getMessage(), e);
        }
        if (name == null || name.isBlank()) {
            throw new NoBundleException(called + " is not a bundle: its manifest has no Bundle-SymbolicName", null);
        }
        int directive = name.indexOf(';');
        return (directive < 0 ? name : name.substring(0, directive)).strip();
    }

    private static String sha256(Path jar) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

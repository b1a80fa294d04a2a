package io.curia.gossip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys in a file: a JSON list of base64 texts, the one that writes first; readable by its owner only. Blocks. */
final class KeyringFile {
    private static final int LARGEST = 64 * 1024;
    private final Path path;

    KeyringFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** @throws IOException with one line that names the file, when it cannot be read or is no list of keys */
    List<byte[]> read() throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("Failed to read the keyring " + path + ": it is too large");
        }
        String text = Files.readString(path).strip();
        List<byte[]> keys = new ArrayList<>();
        try {
            if (!text.startsWith("[") || !text.endsWith("]")) {
                throw new IllegalArgumentException("it is no list");
            }
            String inner = text.substring(1, text.length() - 1).strip();
            for (String part : inner.isEmpty() ? new String[0] : inner.split(",", -1)) {
                keys.add(key(part.strip()));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Failed to read the keyring " + path + ": " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw new IOException("Failed to read the keyring " + path + ": it has no keys");
        }
        return keys;
    }

    private static byte[] key(String quoted) {
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            throw new IllegalArgumentException("a key is no text");
        }
        byte[] key = Base64.getDecoder().decode(quoted.substring(1, quoted.length() - 1).replace("\\/", "/"));
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new IllegalArgumentException("key size must be 16, 24 or 32 bytes");
        }
        return key;
    }

    /** Replaces the file as a whole. @param keys in base64 */
    void write(List<String> keys) throws IOException {
        StringBuilder json = new StringBuilder("[");
        for (String key : keys) {
            json.append(json.length() == 1 ? "\n  \"" : ",\n  \"").append(key).append('"');
        }
        json.append("\n]\n");
        Files.createDirectories(path.getParent());
        Path next = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, json);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

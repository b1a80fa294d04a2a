package io.curia.cli.snapshot;

import io.curia.cli.json.Json;
import io.curia.cli.text.TarReader;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A snapshot's archive: gzip of a tar with the metadata, the state and the checksums of both. */
final class Archive {

    /** Looks at the state while it passes by. */
    interface StateReader {
        void read(InputStream state) throws IOException;
    }

    private static final int META_LIMIT = 1 << 20;

    private Archive() {
    }

    /**
     * Reads an archive through, checks its sums and returns its metadata.
     *
     * @throws IOException if it is damaged
     */
    static Map<String, Object> verify(File file, StateReader reader) throws IOException {
        Map<String, String> sums = new HashMap<>();
        Map<String, String> expected = new HashMap<>();
        byte[] meta = null;
        try (InputStream in = new GZIPInputStream(new FileInputStream(file))) {
            TarReader tar = new TarReader(in);
            String name = tar.next();
            while (name != null) {
                if (name.equals("SHA256SUMS")) {
                    lines(new String(tar.content().readNBytes(META_LIMIT), StandardCharsets.UTF_8), expected);
                } else {
                    DigestInputStream content = new DigestInputStream(tar.content(), sha256());
                    if (name.equals("meta.json")) {
                        meta = content.readNBytes(META_LIMIT);
                    } else if (name.equals("state.bin")) {
                        reader.read(content);
                    }
                    content.transferTo(java.io.OutputStream.nullOutputStream());
                    sums.put(name, hex(content.getMessageDigest().digest()));
                }
                name = tar.next();
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (EOFException e) {
            throw new IOException("failed to decompress snapshot: unexpected EOF");
        } catch (ZipException e) {
            throw new IOException("failed to decompress snapshot: gzip: invalid header");
        }
        compare(sums, expected);
        return Json.map(Json.parse(meta));
    }

    private static void compare(Map<String, String> sums, Map<String, String> expected) throws IOException {
        for (String name : new String[] {"meta.json", "state.bin"}) {
            if (!sums.containsKey(name)) {
                throw new IOException("failed to read snapshot file: " + name + " is missing");
            }
            if (!sums.get(name).equals(expected.get(name))) {
                throw new IOException("failed checking integrity of snapshot: hash check failed for \"" + name + "\"");
            }
        }
    }

    private static void lines(String text, Map<String, String> into) {
        for (String line : text.split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                into.put(line.substring(space).trim(), line.substring(0, space));
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] digest) {
        StringBuilder text = new StringBuilder();
        for (byte b : digest) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}

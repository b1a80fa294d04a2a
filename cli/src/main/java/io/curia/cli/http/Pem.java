package io.curia.cli.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates and private keys in PEM files. */
public final class Pem {

    private static final byte[] RSA = {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01,
        0x01, 0x05, 0x00};
    private static final byte[] EC_OID = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private Pem() {
    }

    /** All certificates of a file. */
    public static List<X509Certificate> certificates(String file) throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (byte[] block : blocks(file, "CERTIFICATE")) {
            found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        if (found.isEmpty()) {
            throw new IOException("Error loading CA File: Couldn't parse PEM in: " + file);
        }
        return found;
    }

    /** All certificates of a directory's files. */
    static List<X509Certificate> directory(String path) throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(path))) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    found.addAll(certificates(file.toString()));
                }
            }
        }
        return found;
    }

    /** The private key of a file: PKCS#8, or an RSA or EC key in its older form. */
    public static PrivateKey privateKey(String file) throws IOException, GeneralSecurityException {
        List<byte[]> blocks = blocks(file, "PRIVATE KEY");
        if (!blocks.isEmpty()) {
            return pkcs8(blocks.get(0));
        }
        blocks = blocks(file, "RSA PRIVATE KEY");
        if (!blocks.isEmpty()) {
            return pkcs8(sequence(VERSION, RSA, tagged(0x04, blocks.get(0))));
        }
        blocks = blocks(file, "EC PRIVATE KEY");
        if (!blocks.isEmpty()) {
            byte[] key = blocks.get(0);
            byte[] algorithm = sequence(EC_OID, curve(key));
            return pkcs8(sequence(VERSION, algorithm, tagged(0x04, key)));
        }
        throw new IOException("tls: failed to find any PEM data in key input");
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        GeneralSecurityException failure = null;
        for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** The curve's object identifier inside an EC key: its context tag 0 holds it. */
    private static byte[] curve(byte[] key) throws IOException {
        for (int i = 0; i + 3 < key.length; i++) {
            if ((key[i] & 0xff) == 0xa0 && key[i + 2] == 0x06 && key[i + 1] == key[i + 3] + 2) {
                byte[] oid = new byte[key[i + 1]];
                System.arraycopy(key, i + 2, oid, 0, oid.length);
                return oid;
            }
        }
        throw new IOException("tls: the EC private key does not name its curve");
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static List<byte[]> blocks(String file, String label) throws IOException {
        String text;
        try {
            text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(GoErrors.file(file, e));
        }
        List<byte[]> found = new ArrayList<>();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int at = text.indexOf(begin);
        while (at >= 0) {
            int stop = text.indexOf(end, at);
            if (stop < 0) {
                break;
            }
            try {
                found.add(Base64.getMimeDecoder().decode(text.substring(at + begin.length(), stop)));
            } catch (IllegalArgumentException e) {
                throw new IOException("cannot decode " + label + " in " + file);
            }
            at = text.indexOf(begin, stop);
        }
        return found;
    }
}

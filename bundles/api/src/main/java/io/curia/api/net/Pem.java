package io.curia.api.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates from PEM files. Reads files, so it blocks for a moment; keeps nothing. */
public final class Pem {
    /** The password of the stores made here, which exist in memory only. */
    private static final char[] NO_SECRET = new char[0];
    private static final String[] ALGORITHMS = {"EC", "RSA", "Ed25519"};

    private Pem() { }

    /** A store with one certificate, those that it is signed with, and its key; its password is empty. */
    public static KeyStore keyStore(String certificateFile, String keyFile) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, NO_SECRET);
        Certificate[] chain = certificates(certificateFile).toArray(new Certificate[0]);
        if (chain.length == 0) {
            throw new CertificateException("no certificate in " + certificateFile);
        }
        keys.setKeyEntry("agent", key(keyFile), NO_SECRET, chain);
        return keys;
    }

    /** A store of the certificates that are trusted; its password is empty. */
    public static KeyStore trustStore(List<Certificate> authorities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NO_SECRET);
        int number = 0;
        for (Certificate authority : authorities) {
            trusted.setCertificateEntry("ca" + number++, authority);
        }
        return trusted;
    }

    /** The certificates of a file and of all files of a folder; either may be "". */
    public static List<Certificate> authorities(String file, String folder) throws IOException, GeneralSecurityException {
        List<Certificate> authorities = new ArrayList<>();
        if (!file.isEmpty()) {
            authorities.addAll(certificates(file));
        }
        if (!folder.isEmpty()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
                for (Path each : files) {
                    authorities.addAll(certificates(each.toString()));
                }
            }
        }
        return authorities;
    }

    private static List<Certificate> certificates(String file) throws IOException, GeneralSecurityException {
        return List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file)))));
    }

    private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
        String text = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
        byte[] der = block(text, "PRIVATE KEY");
        if (der == null) {
            byte[] ec = block(text, "EC PRIVATE KEY");
            byte[] rsa = block(text, "RSA PRIVATE KEY");
            if (ec == null && rsa == null) {
                throw new InvalidKeySpecException("no private key in " + file);
            }
            der = ec == null ? Der.wrapRsa(rsa) : Der.wrapEc(ec);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        InvalidKeySpecException unknown = new InvalidKeySpecException("unknown kind of private key in " + file);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                unknown.addSuppressed(e);
            }
        }
        throw unknown;
    }

    private static byte[] block(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        return from < 0 || to < from ? null
                : Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}

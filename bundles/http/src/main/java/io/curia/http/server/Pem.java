package io.curia.http.server;

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
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Keys and certificates in PEM files. */
final class Pem {
    private Pem() { }

    static void load(SslContextFactory.Server context, ListenAddress.Tls tls) {
        try {
            char[] noSecret = new char[0];
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, noSecret);
            Certificate[] chain = certificates(tls.certFile()).toArray(new Certificate[0]);
            keys.setKeyEntry("agent", key(tls.keyFile()), noSecret, chain);
            context.setKeyStore(keys);
            context.setKeyStorePassword("");
            List<Certificate> authorities = authorities(tls);
            if (tls.verifyIncoming() && authorities.isEmpty()) {
                throw new GeneralSecurityException("VerifyIncoming set, and no CA certificate provided!");
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, noSecret);
            int number = 0;
            for (Certificate authority : authorities) {
                trusted.setCertificateEntry("ca" + number++, authority);
            }
            context.setTrustStore(trusted);
            context.setNeedClientAuth(tls.verifyIncoming());
            if (tls.minVersion().endsWith("3")) {
                context.setIncludeProtocols("TLSv1.3");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("Failed to load TLS files: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> authorities(ListenAddress.Tls tls) throws IOException, GeneralSecurityException {
        List<Certificate> authorities = new ArrayList<>();
        if (!tls.caFile().isEmpty()) {
            authorities.addAll(certificates(tls.caFile()));
        }
        if (!tls.caPath().isEmpty()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(tls.caPath()))) {
                for (Path file : files) {
                    authorities.addAll(certificates(file.toString()));
                }
            }
        }
        return authorities;
    }

    private static Collection<? extends Certificate> certificates(String file)
            throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
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
        for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                org.slf4j.LoggerFactory.getLogger(Pem.class).trace("Not a key of {}", algorithm, e);
            }
        }
        throw new InvalidKeySpecException("unknown kind of private key in " + file);
    }

    private static byte[] block(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        return from < 0 || to < from ? null
                : Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}

package io.curia.cli.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes certificates on the curve P-256, signed with SHA-256: an authority's own, and those it issues. */
final class Certificates {

    private static final String CURVE = "1.2.840.10045.3.1.7";
    private static final int KEY_BYTES = 32;
    private static final int SERIAL_BITS = 127;
    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP = 7;
    private static final byte[] SIGN_CERTIFICATES = {(byte) 0x86};
    private static final byte[] SIGN_AND_ENCIPHER = {(byte) 0xa0};

    private final SecureRandom random;
    private final Instant now;

    Certificates(SecureRandom random, Instant now) {
        this.random = random;
        this.now = now;
    }

    KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /**
     * An authority's certificate.
     *
     * @param name      common name; empty for one made of the serial number
     * @param clusterId put into the certificate as a SPIFFE name, unless it is empty
     * @param permitted names the authority may certify; none means all
     */
    byte[] authority(KeyPair key, String name, String clusterId, List<String> permitted, int days) throws GeneralSecurityException {
        BigInteger serial = new BigInteger(SERIAL_BITS, random);
        byte[] subject = name(name.isEmpty() ? "Consul Agent CA " + serial : name);
        byte[] id = keyId(key.getPublic());
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension("2.5.29.15", true, Der.bits(SIGN_CERTIFICATES, 1)));
        extensions.add(extension("2.5.29.19", true, Der.sequence(Der.bool(true))));
        extensions.add(extension("2.5.29.14", false, Der.octets(id)));
        extensions.add(extension("2.5.29.35", false, Der.sequence(Der.context(0, false, id))));
        if (!clusterId.isEmpty()) {
            byte[] uri = ascii("spiffe://" + clusterId + ".consul");
            extensions.add(extension("2.5.29.17", false, Der.sequence(Der.context(URI, false, uri))));
        }
        if (!permitted.isEmpty()) {
            List<byte[]> names = new ArrayList<>();
            for (String domain : permitted) {
                names.add(Der.sequence(Der.context(DNS_NAME, false, ascii(domain))));
            }
            byte[] trees = Der.context(0, true, Der.join(names.toArray(new byte[0][])));
            extensions.add(extension("2.5.29.30", true, Der.sequence(trees)));
        }
        return signed(serial, subject, subject, key.getPublic(), extensions, days, key.getPrivate());
    }

    /** A certificate for these names and addresses, for servers and clients alike. */
    byte[] issued(PublicKey key, List<String> names, List<InetAddress> addresses, int days, X509Certificate authority,
            PrivateKey authorityKey) throws GeneralSecurityException, IOException {
        byte[] authorityId = authority.getExtensionValue("2.5.29.14");
        if (authorityId == null) {
            throw new IOException("the CA certificate has no subject key identifier");
        }
        List<byte[]> alternatives = new ArrayList<>();
        for (String name : names) {
            alternatives.add(Der.context(DNS_NAME, false, ascii(name)));
        }
        for (InetAddress address : addresses) {
            alternatives.add(Der.context(IP, false, address.getAddress()));
        }
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension("2.5.29.15", true, Der.bits(SIGN_AND_ENCIPHER, 5)));
        extensions.add(extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"))));
        extensions.add(extension("2.5.29.19", true, Der.sequence()));
        extensions.add(extension("2.5.29.14", false, Der.octets(keyId(key))));
        byte[] id = Arrays.copyOfRange(authorityId, 4, authorityId.length);
        extensions.add(extension("2.5.29.35", false, Der.sequence(Der.context(0, false, id))));
        extensions.add(extension("2.5.29.17", false, Der.sequence(alternatives.toArray(new byte[0][]))));
        byte[] issuer = authority.getSubjectX500Principal().getEncoded();
        return signed(new BigInteger(SERIAL_BITS, random), issuer, name(names.get(0)), key, extensions, days, authorityKey);
    }

    /** A private key as SEC 1 has it, which is what other tools expect behind "EC PRIVATE KEY". */
    static byte[] encoded(KeyPair key) {
        byte[] secret = ((ECPrivateKey) key.getPrivate()).getS().toByteArray();
        byte[] padded = new byte[KEY_BYTES];
        int length = Math.min(KEY_BYTES, secret.length);
        System.arraycopy(secret, secret.length - length, padded, KEY_BYTES - length, length);
        return Der.sequence(Der.integer(BigInteger.ONE), Der.octets(padded), Der.context(0, true, Der.oid(CURVE)),
            Der.context(1, true, Der.bits(point(key.getPublic()), 0)));
    }

    private byte[] signed(BigInteger serial, byte[] issuer, byte[] subject, PublicKey key, List<byte[]> extensions, int days,
            PrivateKey signer) throws GeneralSecurityException {
        boolean ec = signer.getAlgorithm().equals("EC");
        byte[] algorithm = ec ? Der.sequence(Der.oid("1.2.840.10045.4.3.2"))
            : Der.sequence(Der.oid("1.2.840.113549.1.1.11"), new byte[] {5, 0});
        byte[] validity = Der.sequence(Der.time(now), Der.time(now.plus(days, ChronoUnit.DAYS)));
        byte[] content = Der.sequence(Der.context(0, true, Der.integer(BigInteger.TWO)), Der.integer(serial), algorithm, issuer, validity,
            subject, key.getEncoded(), Der.context(3, true, Der.sequence(extensions.toArray(new byte[0][]))));
        Signature signature = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(signer, random);
        signature.update(content);
        return Der.sequence(content, algorithm, Der.bits(signature.sign(), 0));
    }

    private static byte[] name(String common) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(common))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value)) : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(point(key));
    }

    /** The uncompressed point at the end of the key's own encoding. */
    private static byte[] point(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 2 * KEY_BYTES - 1, encoded.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}

package io.curia.core.ca;

import io.curia.api.model.CaRoot;
import io.curia.api.model.CaRoots;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A new self-signed root for a cluster: ECDSA on P-256, valid for ten years, its SPIFFE trust domain the cluster's id
 * (RFC 5280; SPIFFE X.509-SVID, section 4).
 */
public final class RootCertificate {
    private static final int YEARS = 10;
    private static final int[] ECDSA_SHA256 = {1, 2, 840, 10045, 4, 3, 2};
    private static final int[] COMMON_NAME = {2, 5, 4, 3};
    private static final int[] SUBJECT_KEY_ID = {2, 5, 29, 14};
    private static final int[] KEY_USAGE = {2, 5, 29, 15};
    private static final int[] SUBJECT_ALT_NAME = {2, 5, 29, 17};
    private static final int[] BASIC_CONSTRAINTS = {2, 5, 29, 19};
    private static final int[] AUTHORITY_KEY_ID = {2, 5, 29, 35};

    /** The root as clients see it, and its private key as PEM (PKCS #8). */
    public record Authority(CaRoots roots, String privateKey) { }

    private RootCertificate() { }

    /** Makes one. Takes some tens of milliseconds. */
    public static Authority create(String clusterId, Instant now, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair keys = generator.generateKeyPair();
        String trustDomain = clusterId + ".consul";
        byte[] keyId = sha("SHA-256", keys.getPublic().getEncoded());
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        Instant until = from.plus(YEARS * 365L, ChronoUnit.DAYS);
        long serial = 7;
        String name = "pri-" + clusterId.substring(0, 8) + ".consul.ca." + clusterId.substring(0, 8) + ".consul";
        byte[] subject = Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(name))));
        byte[] body = Der.sequence(Der.explicit(0, Der.integer(BigInteger.TWO)), Der.integer(BigInteger.valueOf(serial)),
                Der.sequence(Der.oid(ECDSA_SHA256)), subject, Der.sequence(Der.time(from), Der.time(until)), subject,
                keys.getPublic().getEncoded(), Der.explicit(3, Der.sequence(extensions(trustDomain, keyId))));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate(), random);
        signer.update(body);
        byte[] certificate = Der.sequence(body, Der.sequence(Der.oid(ECDSA_SHA256)), Der.bits(0, signer.sign()));
        String id = colons(sha("SHA-1", certificate));
        CaRoot root = new CaRoot(id, "Consul CA Root Cert", serial, colons(keyId), clusterId, from.toString(),
                until.toString(), pem("CERTIFICATE", certificate), null, true, "ec", 256, 0, 0);
        return new Authority(new CaRoots(id, trustDomain, List.of(root)),
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private static byte[] extensions(String trustDomain, byte[] keyId) {
        byte[] uri = Der.tagged(0x86, ("spiffe://" + trustDomain).getBytes(StandardCharsets.US_ASCII));
        byte[][] parts = {
            Der.sequence(Der.oid(KEY_USAGE), Der.yes(), Der.octets(Der.bits(1, new byte[] {(byte) 0x86}))),
            Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(Der.sequence(Der.yes()))),
            Der.sequence(Der.oid(SUBJECT_KEY_ID), Der.octets(Der.octets(keyId))),
            Der.sequence(Der.oid(AUTHORITY_KEY_ID), Der.octets(Der.sequence(Der.tagged(0x80, keyId)))),
            Der.sequence(Der.oid(SUBJECT_ALT_NAME), Der.octets(Der.sequence(uri)))};
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha(String algorithm, byte[] content) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(content);
    }

    private static String colons(byte[] bytes) {
        return HexFormat.ofDelimiter(":").formatHex(bytes).toLowerCase(Locale.ROOT);
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + what + "-----\n";
    }
}

package io.curia.core.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class RootCertificateTest {
    private static final String CLUSTER = "3d63f8d1-1b53-4c28-9ab1-6d5b8f0fae70";

    @Test
    void isACertificateThatSignsItselfAndOthers() throws Exception {
        RootCertificate.Authority made =
                RootCertificate.create(CLUSTER, Instant.parse("2026-11-21T10:00:00Z"), new SecureRandom());
        String pem = made.roots().roots().get(0).rootCert();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(certificate.getBasicConstraints()).isGreaterThanOrEqualTo(0);
        assertThat(certificate.getKeyUsage()[5]).isTrue();
        assertThat(certificate.getSubjectAlternativeNames()).anySatisfy(
                name -> assertThat(name.get(1)).isEqualTo("spiffe://" + CLUSTER + ".consul"));
        assertThat(made.roots().activeRootID()).matches("([0-9a-f]{2}:){19}[0-9a-f]{2}");
        assertThat(made.privateKey()).startsWith("-----BEGIN PRIVATE KEY-----");
    }
}

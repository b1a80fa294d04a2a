package io.curia.rpc.tls;

import io.curia.api.net.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A policy with the files that it names, as they were when they were read. */
final class TlsMaterial {
    private final TlsPolicy policy;
    private final List<FileTime> times;
    private final SSLContext context;
    private final String[] suites;

    private TlsMaterial(TlsPolicy policy, List<FileTime> times, SSLContext context, String[] suites) {
        this.policy = policy;
        this.times = times;
        this.context = context;
        this.suites = suites;
    }

    /** Reads the files. */
    static TlsMaterial load(TlsPolicy policy) throws IOException {
        try {
            if (policy.verifyIncoming() && !policy.hasAuthority()) {
                throw new GeneralSecurityException("VerifyIncoming set, and no CA certificate provided!");
            }
            if (policy.verifyOutgoing() && !policy.hasAuthority()) {
                throw new GeneralSecurityException("VerifyOutgoing set, and no CA certificate provided!");
            }
            if (policy.verifyIncoming() && !policy.hasCertificate()) {
                throw new GeneralSecurityException("VerifyIncoming set, and no Cert/Key pair provided!");
            }
            List<FileTime> times = times(policy);
            SSLContext context = policy.hasAuthority() || policy.hasCertificate() ? context(policy) : null;
            return new TlsMaterial(policy, times, context, context == null ? null : suites(policy, context));
        } catch (GeneralSecurityException | InvalidPathException e) {
            throw new IOException("Failed to load TLS files: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("Failed to load TLS files: no such file: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(TlsPolicy policy) throws IOException, GeneralSecurityException {
        List<Certificate> authorities = Pem.authorities(policy.caFile(), policy.caPath());
        if (policy.hasAuthority() && authorities.isEmpty()) {
            throw new GeneralSecurityException("no certificate in " + policy.caFile() + policy.caPath());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(Pem.trustStore(authorities));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = policy.hasCertificate() ? Pem.keyStore(policy.certFile(), policy.keyFile()) : null;
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** What is configured, and the suites of version 1.3, which cannot be chosen; null for the platform's choice. */
    private static String[] suites(TlsPolicy policy, SSLContext context) throws GeneralSecurityException {
        if (policy.cipherSuites().isEmpty()) {
            return null;
        }
        Set<String> supported = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        List<String> chosen = new ArrayList<>();
        for (String name : policy.cipherSuites().split(",")) {
            String suite = name.trim();
            if (suite.endsWith("_CHACHA20_POLY1305")) {
                suite += "_SHA256";
            }
            if (!supported.contains(suite)) {
                throw new GeneralSecurityException("unsupported cipher suite \"" + suite + "\"");
            }
            chosen.add(suite);
        }
        for (String suite : context.getDefaultSSLParameters().getCipherSuites()) {
            if (suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_")) {
                chosen.add(suite);
            }
        }
        return chosen.toArray(new String[0]);
    }

    private static List<FileTime> times(TlsPolicy policy) throws IOException {
        List<FileTime> times = new ArrayList<>(4);
        for (Path file : policy.files()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    /** Whether a file has changed since. */
    boolean isStale() throws IOException {
        return !times.equals(times(policy));
    }

    TlsPolicy policy() {
        return policy;
    }

    /** Null without certificates and authorities. */
    SSLContext context() {
        return context;
    }

    String[] suites() {
        return suites == null ? null : Arrays.copyOf(suites, suites.length);
    }
}

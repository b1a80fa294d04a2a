package io.curia.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and certificates that it has signed, as PEM files in a folder. */
final class TestCertificates {
    private static final char[] SECRET = "secret".toCharArray();

    private final Path dir;
    private final Path store;

    TestCertificates(Path dir) throws Exception {
        this.dir = dir;
        this.store = dir.resolve("store.p12");
        keytool("-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c");
        write("ca", "ca.pem", null);
    }

    /** A certificate {@code <alias>.pem} for a DNS name, and its key {@code <alias>-key.pem}. */
    void issue(String alias, String dnsName) throws Exception {
        keytool("-alias", alias, "-dname", "CN=" + alias, "-ext", "san=dns:" + dnsName, "-signer", "ca");
        write(alias, alias + ".pem", alias + "-key.pem");
    }

    String file(String name) {
        return dir.resolve(name).toString();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", new String(SECRET)));
        command.addAll(List.of(arguments));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(made.getInputStream().readAllBytes());
        if (made.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private void write(String alias, String certificate, String key) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, SECRET);
        }
        pem(certificate, "CERTIFICATE", keys.getCertificate(alias).getEncoded());
        if (key != null) {
            pem(key, "PRIVATE KEY", keys.getKey(alias, SECRET).getEncoded());
        }
    }

    private void pem(String file, String label, byte[] content) throws IOException {
        Files.writeString(dir.resolve(file), "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label + "-----\n");
    }
}

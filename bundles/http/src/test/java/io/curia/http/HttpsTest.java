package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.http.call.Settings;
import io.curia.http.server.Engine;
import io.curia.http.server.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a certificate of our own, which is its own authority. */
class HttpsTest {
    private static final char[] SECRET = "secret".toCharArray();

    @TempDir
    static Path dir;
    private static KeyStore store;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = dir.resolve("store.p12");
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "it", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=agent", "-ext",
                "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "secret")
                .redirectErrorStream(true).start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).as(new String(made.getInputStream().readAllBytes())).isZero();
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, SECRET);
        }
        Key secret = store.getKey("it", SECRET);
        certificate = pem("cert.pem", "CERTIFICATE", store.getCertificate("it").getEncoded());
        key = pem("key.pem", "PRIVATE KEY", secret.getEncoded());
    }

    private static Path pem(String file, String label, byte[] content) throws IOException {
        return Files.writeString(dir.resolve(file), "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label + "-----\n");
    }

    private static ListenAddress address(boolean verify, String authority) {
        return new ListenAddress("127.0.0.1:0", 1 << 20,
                new ListenAddress.Tls(certificate.toString(), key.toString(), authority, "", "", verify), null);
    }

    private static SSLContext trusting(boolean withCertificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, SECRET);
        trusted.setCertificateEntry("ca", store.getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, SECRET);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(ListenAddress address, HttpClient.Version version, boolean withCertificate)
            throws Exception {
        Fakes fakes = new Fakes();
        Engine engine = new Engine(fakes.services(), Settings.DEFAULT);
        engine.start(Set.of(address), 0);
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(trusting(withCertificate)).version(version).build();
            URI uri = URI.create("https://127.0.0.1:" + engine.port(address) + "/v1/status/leader");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } finally {
            engine.stop();
        }
    }

    @Test
    void speaksHttp2WhereTheClientWants() throws Exception {
        HttpResponse<String> response = get(address(false, ""), HttpClient.Version.HTTP_2, false);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("\"127.0.0.1:8300\"");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void speaksHttp1Otherwise() throws Exception {
        HttpResponse<String> response = get(address(false, ""), HttpClient.Version.HTTP_1_1, false);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void clientsNeedACertificateOfTheAuthorityWhereThatIsVerified() throws Exception {
        assertThat(get(address(true, certificate.toString()), HttpClient.Version.HTTP_2, true).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(address(true, certificate.toString()), HttpClient.Version.HTTP_2, false))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsVerifiedWithoutAnAuthority() {
        assertThatThrownBy(() -> get(address(true, ""), HttpClient.Version.HTTP_2, true))
                .hasStackTraceContaining("VerifyIncoming set, and no CA certificate provided!");
    }
}

package io.curia.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.cli.Cli;
import io.curia.cli.http.Pem;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CertificatesTest {

    @TempDir
    Path folder;

    private X509Certificate authority;
    private X509Certificate server;
    private PrivateKey serverKey;

    @BeforeEach
    void make() throws Exception {
        Certificates maker = new Certificates(new SecureRandom(), Instant.now());
        KeyPair caKey = maker.newKey();
        PemFiles.certificate(file("ca.pem"), maker.authority(caKey, "", "cluster", List.of("dc1.consul", "localhost"), 10));
        PemFiles.key(file("ca-key.pem"), Certificates.encoded(caKey));
        authority = Pem.certificates(file("ca.pem")).get(0);
        KeyPair key = maker.newKey();
        List<String> names = List.of("server.dc1.consul", "localhost");
        PemFiles.certificate(file("cert.pem"), maker.issued(key.getPublic(), names, List.of(InetAddress.getByName("127.0.0.1")), 5, authority,
            Pem.privateKey(file("ca-key.pem"))));
        PemFiles.key(file("key.pem"), Certificates.encoded(key));
        server = Pem.certificates(file("cert.pem")).get(0);
        serverKey = Pem.privateKey(file("key.pem"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void theAuthorityMaySignAndNothingElse() throws Exception {
        authority.verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(authority.getKeyUsage()).startsWith(true, false, false, false, false, true, true);
        assertThat(authority.getSubjectX500Principal().getName()).isEqualTo("CN=Consul Agent CA " + authority.getSerialNumber());
        assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.30");
    }

    @Test
    void certificatesNameTheirServers() throws Exception {
        server.verify(authority.getPublicKey());
        assertThat(server.getSubjectAlternativeNames()).extracting(name -> String.valueOf(name.get(1))).containsExactly("server.dc1.consul", "localhost", "127.0.0.1");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(serverKey);
        signature.update(new byte[3]);
        byte[] signed = signature.sign();
        signature.initVerify(server);
        signature.update(new byte[3]);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(Files.getPosixFilePermissions(folder.resolve("key.pem"))).hasSize(2);
    }

    @Test
    void theCommandLineTrustsAndIsTrusted() throws Exception {
        try (SSLServerSocket listener = listener()) {
            String address = "https://127.0.0.1:" + listener.getLocalPort();
            Cli cli = new Cli();
            CompletableFuture<String> request = serve(listener);
            assertThat(cli.run("kv", "get", "-http-addr=" + address, "-ca-file=" + file("ca.pem"), "-client-cert=" + file("cert.pem"),
                "-client-key=" + file("key.pem"), "-tls-server-name=server.dc1.consul", "k")).as(cli.err()).isZero();
            assertThat(cli.out()).isEqualTo("v\n");
            assertThat(request.join()).startsWith("GET /v1/kv/k ");
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws Exception {
        try (SSLServerSocket listener = listener()) {
            String address = "https://127.0.0.1:" + listener.getLocalPort();
            serve(listener);
            Cli cli = new Cli();
            assertThat(cli.run("kv", "get", "-http-addr=" + address, "k")).isEqualTo(1);
            assertThat(cli.err()).contains("x509: certificate signed by unknown authority");
        }
        try (SSLServerSocket listener = listener()) {
            String address = "127.0.0.1:" + listener.getLocalPort();
            serve(listener);
            Cli cli = new Cli().with("CONSUL_HTTP_ADDR", address).with("CONSUL_HTTP_SSL", "true").with("CONSUL_HTTP_SSL_VERIFY", "false")
                .with("CONSUL_CLIENT_CERT", file("cert.pem")).with("CONSUL_CLIENT_KEY", file("key.pem"));
            assertThat(cli.run("kv", "get", "k")).as(cli.err()).isZero();
        }
    }

    private SSLServerSocket listener() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("k", serverKey, new char[0], new Certificate[] {server});
        keys.setCertificateEntry("ca", authority);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        return socket;
    }

    private static CompletableFuture<String> serve(SSLServerSocket listener) {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                byte[] data = new byte[4096];
                int count = socket.getInputStream().read(data);
                String body = "[{\"Key\":\"k\",\"Value\":\"dg==\"}]";
                String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return new String(data, 0, Math.max(0, count), StandardCharsets.US_ASCII);
            } catch (java.io.IOException e) {
                return e.toString();
            }
        });
    }

    @Test
    void readsKeysInTheirOlderAndNewerForms() throws Exception {
        byte[] pkcs8 = serverKey.getEncoded();
        String body = java.util.Base64.getMimeEncoder().encodeToString(pkcs8);
        Path path = Files.writeString(folder.resolve("p8.pem"), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        assertThat(Pem.privateKey(path.toString())).isEqualTo(serverKey);
    }
}

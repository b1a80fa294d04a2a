package io.curia.http.server;

import io.curia.api.net.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** HTTPS with HTTP/2. A class of its own, so that an agent without HTTPS loads none of this. */
final class Tls {
    private Tls() { }

    static ConnectionFactory[] factories(HttpConfiguration configuration, ListenAddress.Tls tls) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        load(context, tls);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer(false);
        configuration.addCustomizer(customizer);
        HttpConnectionFactory http1 = Connectors.http(configuration);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {new SslConnectionFactory(context, alpn.getProtocol()), alpn, http2, http1};
    }

    private static void load(SslContextFactory.Server context, ListenAddress.Tls tls) {
        try {
            List<Certificate> authorities = Pem.authorities(tls.caFile(), tls.caPath());
            if (tls.verifyIncoming() && authorities.isEmpty()) {
                throw new GeneralSecurityException("VerifyIncoming set, and no CA certificate provided!");
            }
            context.setKeyStore(Pem.keyStore(tls.certFile(), tls.keyFile()));
            context.setKeyStorePassword("");
            context.setTrustStore(Pem.trustStore(authorities));
            context.setNeedClientAuth(tls.verifyIncoming());
            if (tls.minVersion().endsWith("3")) {
                context.setIncludeProtocols("TLSv1.3");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("Failed to load TLS files: " + e.getMessage(), e);
        }
    }
}

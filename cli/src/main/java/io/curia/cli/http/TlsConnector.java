package io.curia.cli.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS over TCP; loaded only for https. */
final class TlsConnector implements Connector {

    private static final char[] NO_PASSWORD = new char[0];

    private final TlsOptions options;

    TlsConnector(TlsOptions options) {
        this.options = options;
    }

    @Override
    public Connection open(Endpoint endpoint) throws IOException {
        SSLContext context = context();
        Socket plain = TcpConnector.connect(endpoint);
        boolean done = false;
        try {
            String name = options.serverName().isEmpty() ? endpoint.host() : options.serverName();
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, endpoint.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            if (options.verify()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            if (!options.serverName().isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            done = true;
            return new TcpConnector.SocketConnection(socket);
        } catch (SSLException e) {
            throw new IOException("tls: " + reason(e));
        } finally {
            if (!done) {
                plain.close();
            }
        }
    }

    private static String reason(SSLException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("unable to find valid certification path") || text.contains("PKIX path")) {
            return "x509: certificate signed by unknown authority";
        }
        if (text.startsWith("Unsupported or unrecognized SSL message")) {
            return "first record does not look like a TLS handshake";
        }
        return text;
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage());
        }
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (options.clientCert().isEmpty() || options.clientKey().isEmpty()) {
            return null;
        }
        List<X509Certificate> chain = Pem.certificates(options.clientCert());
        PrivateKey key = Pem.privateKey(options.clientKey());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (!options.verify()) {
            return new TrustManager[] {new TrustEveryone()};
        }
        if (options.caFile().isEmpty() && options.caPath().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        List<X509Certificate> trusted = options.caFile().isEmpty() ? Pem.directory(options.caPath())
            : Pem.certificates(options.caFile());
        for (X509Certificate certificate : trusted) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}

package io.curia.rpc.tls;

import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.TlsLayer;
import io.curia.rpc.port.Protocols;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the server port and of connections to others. Thread-safe. Files that have changed are read again when a connection is
 * made (looked at once a second at most); what cannot be read leaves everything as it is. Connections that exist keep what they
 * began with.
 */
public final class AgentTls implements Protocols.IncomingTls, Dialer.OutgoingTls {
    private static final Logger LOG = LoggerFactory.getLogger(AgentTls.class);
    private static final long LOOK_NANOS = 1_000_000_000L;
    private static final int DNS_NAME = 2;
    private static final int SELECTOR = 3;
    private static final String[] PROTOCOLS = {
        "consul/rpc-multi", "consul/raft", "consul/rpc-snapshot", "consul/rpc-single", "consul/rpc-grpc"
    };

    private final LongSupplier nanoClock;
    private volatile TlsMaterial material;
    private long lookedAt;

    /** @throws IOException with one line that says what is wrong with the policy or its files */
    public AgentTls(TlsPolicy policy, LongSupplier nanoClock) throws IOException {
        this.nanoClock = nanoClock;
        this.material = TlsMaterial.load(policy);
        this.lookedAt = nanoClock.getAsLong();
    }

    /** Another policy, from now on; on failure the old one holds. */
    public synchronized void reload(TlsPolicy policy) throws IOException {
        material = TlsMaterial.load(policy);
    }

    private synchronized TlsMaterial current() {
        long now = nanoClock.getAsLong();
        if (material.context() != null && now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            try {
                if (material.isStale()) {
                    material = TlsMaterial.load(material.policy());
                    LOG.info("TLS files have changed and are used for new connections");
                }
            } catch (IOException e) {
                LOG.warn("TLS files are not read again: {}", e.getMessage());
            }
        }
        return material;
    }

    @Override
    public boolean required() {
        return material.policy().verifyIncoming();
    }

    @Override
    public TlsLayer layer(boolean alpn) {
        TlsMaterial now = current();
        if (!now.policy().hasCertificate() || alpn && !now.policy().hasAuthority()) {
            return null;
        }
        SSLEngine engine = now.context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, now);
        parameters.setNeedClientAuth(alpn || now.policy().verifyIncoming());
        if (alpn) {
            parameters.setApplicationProtocols(PROTOCOLS);
        }
        engine.setSSLParameters(parameters);
        return new TlsLayer(engine, -1);
    }

    private static SSLParameters parameters(SSLEngine engine, TlsMaterial now) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(now.policy().versions());
        String[] suites = now.suites();
        if (suites != null) {
            parameters.setCipherSuites(suites);
        }
        return parameters;
    }

    @Override
    public TlsLayer layer(RpcTarget target) {
        TlsMaterial now = current();
        TlsPolicy policy = now.policy();
        if (!policy.verifyOutgoing() && !(target.tls() && policy.hasAuthority())) {
            return null;
        }
        String name = policy.serverName(target.datacenter());
        SSLEngine engine = now.context().createSSLEngine(name, portOf(target.address()));
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, now);
        if (policy.verifyServerHostname()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return new TlsLayer(engine, SELECTOR);
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** With verified names, consensus is for servers of this datacenter alone, not for every holder of a certificate. */
    @Override
    public String refusesConsensus(TlsLayer layer) {
        TlsPolicy policy = material.policy();
        if (!policy.verifyIncoming() || !policy.verifyServerHostname()) {
            return null;
        }
        String wanted = policy.serverName(policy.datacenter());
        try {
            X509Certificate certificate = (X509Certificate) layer.engine().getSession().getPeerCertificates()[0];
            return isFor(certificate, wanted) ? null : "the certificate of a consensus peer is not for " + wanted;
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return "a consensus peer without a certificate for " + wanted;
        }
    }

    private static boolean isFor(X509Certificate certificate, String wanted) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return false;
        }
        String wildcard = "*" + wanted.substring(wanted.indexOf('.'));
        for (List<?> name : names) {
            if (name.get(0).equals(DNS_NAME)) {
                String text = name.get(1).toString().toLowerCase(Locale.ROOT);
                if (text.equals(wanted) || text.equals(wildcard)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether other servers of this datacenter can be expected to take TLS, as they are set up alike. */
    public boolean expectsTls() {
        return material.policy().verifyIncoming() || material.policy().verifyOutgoing();
    }
}

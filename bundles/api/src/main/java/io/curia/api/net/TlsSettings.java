package io.curia.api.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** How to speak TLS. Make it once for many connections: sessions are resumed, which spares most of a handshake's cost. */
public final class TlsSettings {
    private final String serverName;
    private final boolean skipVerify;
    private final List<String> protocols;
    private SSLContext context;

    /**
     * How to speak TLS.
     *
     * @param context trust and keys; null for the platform's default
     * @param serverName asked for and verified; "" for the host that is dialled
     * @param skipVerify accept any certificate; with a context of one's own, any host name
     * @param protocols application protocols offered, best first
     */
    public TlsSettings(SSLContext context, String serverName, boolean skipVerify, List<String> protocols) {
        this.context = context;
        this.serverName = serverName;
        this.skipVerify = skipVerify;
        this.protocols = List.copyOf(protocols);
    }

    /** Asked for and verified; "" for the host that is dialled. */
    public String serverName() {
        return serverName;
    }

    boolean skipVerify() {
        return skipVerify;
    }

    List<String> protocols() {
        return protocols;
    }

    /** Made when it is first needed, because loading the platform's TLS takes a while. */
    synchronized SSLContext context() throws GeneralSecurityException {
        if (context == null && skipVerify) {
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, new TrustManager[] {new TrustAll()}, null);
            context = trusting;
        } else if (context == null) {
            context = SSLContext.getDefault();
        }
        return context;
    }

    /** Accepts every certificate: what an operator asks for who skips verification. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

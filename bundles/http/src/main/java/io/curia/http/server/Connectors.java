package io.curia.http.server;

import org.eclipse.jetty.http.CookieCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Makes connectors that hold little memory while a request waits. */
final class Connectors {
    /** Above the longest wait, 10 minutes and a sixteenth. */
    private static final long IDLE_MILLIS = 15 * 60_000;
    private static final int SELECTORS = 2;

    private Connectors() { }

    static ServerConnector of(Server server, ListenAddress listener, ClientLimit limit) {
        HttpConfiguration configuration = configuration(listener);
        ConnectionFactory[] factories = listener.tls() == null
                ? new ConnectionFactory[] {http(configuration)} : Tls.factories(configuration, listener.tls());
        ServerConnector connector = listener.isUnix()
                ? new UnixConnector(server, listener, factories)
                : new TcpConnector(server, limit, SELECTORS, factories);
        if (!listener.isUnix()) {
            connector.setHost(listener.host());
            connector.setPort(listener.port());
            connector.setReuseAddress(true);
        }
        connector.setAcceptQueueSize(4096);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    static HttpConnectionFactory http(HttpConfiguration configuration) {
        HttpConnectionFactory factory = new HttpConnectionFactory(configuration);
        factory.setInputBufferSize(4096);
        factory.setUseInputDirectByteBuffers(true);
        factory.setUseOutputDirectByteBuffers(true);
        return factory;
    }

    private static HttpConfiguration configuration(ListenAddress listener) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(listener.maxHeaderBytes());
        configuration.setResponseHeaderSize(1024);
        configuration.setMaxResponseHeaderSize(64 * 1024);
        configuration.setOutputBufferSize(8192);
        configuration.setHeaderCacheSize(0);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setRequestCookieCompliance(CookieCompliance.RFC6265_LEGACY);
        configuration.setMaxUnconsumedRequestContentReads(16);
        configuration.setIdleTimeout(IDLE_MILLIS);
        return configuration;
    }
}

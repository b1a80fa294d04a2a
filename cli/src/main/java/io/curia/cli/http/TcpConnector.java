package io.curia.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** Plain TCP. */
final class TcpConnector implements Connector {

    private static final int CONNECT_MILLIS = 30_000;

    @Override
    public Connection open(Endpoint endpoint) throws IOException {
        return new SocketConnection(connect(endpoint));
    }

    /** Tries every address of the host. */
    static Socket connect(Endpoint endpoint) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(endpoint.host());
        } catch (UnknownHostException e) {
            throw new IOException("dial tcp: lookup " + endpoint.host() + ": no such host");
        }
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(addresses[i], endpoint.port()), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                if (failure == null) {
                    String host = addresses[i].getHostAddress();
                    failure = new IOException("dial tcp " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                        + endpoint.port() + ": " + GoErrors.dial(e));
                }
            }
        }
        throw failure;
    }

    /** A connected socket. */
    static final class SocketConnection implements Connection {
        private final Socket socket;

        SocketConnection(Socket socket) {
            this.socket = socket;
        }

        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

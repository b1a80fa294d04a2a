package io.curia.http.server;

/**
 * Where to listen and how.
 *
 * @param address host and port, or {@code unix://} and a path
 * @param maxHeaderBytes of a request
 * @param tls null for plain HTTP
 * @param socket ownership of a unix socket, null for the process's own
 */
public record ListenAddress(String address, int maxHeaderBytes, Tls tls, SocketOwner socket) {
    private static final String UNIX = "unix://";

    /**
     * Certificates; each file or folder "" for none.
     *
     * @param caPath a folder of authorities, beside or instead of {@code caFile}
     * @param minVersion of the protocol as configured, for example {@code tls12} or {@code TLSv1_3}; "" for the usual
     * @param verifyIncoming clients must show a certificate that one of the authorities signed
     */
    public record Tls(String certFile, String keyFile, String caFile, String caPath, String minVersion,
            boolean verifyIncoming) { }

    /** Owner, group and mode (octal) of a unix socket; each "" to leave it. */
    public record SocketOwner(String user, String group, String mode) { }

    /** Plain HTTP at an address. */
    public static ListenAddress http(String address) {
        return new ListenAddress(address, 1 << 20, null, null);
    }

    /** Whether it is a unix socket. */
    public boolean isUnix() {
        return address.startsWith(UNIX);
    }

    /** The path of the unix socket. */
    public String path() {
        return address.substring(UNIX.length());
    }

    /** The host, without brackets. */
    public String host() {
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port, 0 for any. */
    public int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}

package io.curia.api.net;

/** An address as an operator writes it: {@code host:port}, {@code [ipv6]:port}. */
public record HostPort(String host, int port) {
    /**
     * Reads an address.
     *
     * @throws NetworkException with Go's text, for example {@code address x: missing port in address}
     */
    public static HostPort parse(String address) throws NetworkException {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw new NetworkException("address " + address + ": missing port in address");
        }
        String host = address.substring(0, colon);
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0) {
                throw new NetworkException("address " + address + ": missing ']' in address");
            }
            if (end + 1 != colon) {
                throw new NetworkException("address " + address + ": missing port in address");
            }
            host = address.substring(1, end);
        } else if (host.indexOf(':') >= 0) {
            throw new NetworkException("address " + address + ": too many colons in address");
        }
        return new HostPort(host, port(address.substring(colon + 1), address));
    }

    private static int port(String text, String address) throws NetworkException {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new NetworkException("lookup tcp/" + text + ": unknown port");
        }
        throw new NetworkException("address " + text + ": invalid port");
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

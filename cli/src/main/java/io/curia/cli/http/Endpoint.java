package io.curia.cli.http;

import io.curia.cli.Failure;

/** Where an agent's HTTP interface is: a host and port, or the path of a unix socket. */
public final class Endpoint {

    private final boolean tls;
    private final String host;
    private final int port;
    private final String socketPath;
    private final String authority;

    private Endpoint(boolean tls, String host, int port, String socketPath, String authority) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.socketPath = socketPath;
        this.authority = authority;
    }

    /**
     * @param address {@code host:port}, a URL with http or https, or {@code unix://path}
     * @param tls     whether an address without a scheme means https
     */
    public static Endpoint parse(String address, boolean tls) throws Failure {
        String rest = address;
        boolean secure = tls;
        int scheme = address.indexOf("://");
        if (scheme > 0) {
            rest = address.substring(scheme + 3);
            switch (address.substring(0, scheme)) {
                case "http" -> secure = false;
                case "https" -> secure = true;
                case "unix" -> {
                    return new Endpoint(tls, "localhost", 0, rest, rest.replace("/", "%2F"));
                }
                default -> throw new Failure("Error connecting to Consul agent: Unknown protocol scheme: "
                    + address.substring(0, scheme));
            }
        }
        while (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return network(rest, secure);
    }

    private static Endpoint network(String authority, boolean tls) throws Failure {
        int colon = authority.lastIndexOf(':');
        boolean bare = colon < 0 || authority.endsWith("]");
        String host = bare ? authority : authority.substring(0, colon);
        int port = tls ? 443 : 80;
        if (!bare) {
            try {
                port = Integer.parseInt(authority.substring(colon + 1));
            } catch (NumberFormatException e) {
                throw new Failure("Error connecting to Consul agent: invalid port in address " + authority);
            }
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Endpoint(tls, host.isEmpty() ? "localhost" : host, port, null, authority);
    }

    public boolean tls() {
        return tls;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** The unix socket's path, or null. */
    public String socketPath() {
        return socketPath;
    }

    /** What the Host header says. */
    String hostHeader() {
        return socketPath == null ? authority : "localhost";
    }

    /** The beginning of a request's URL, as shown in errors. */
    public String base() {
        return (tls ? "https://" : "http://") + authority;
    }
}

package io.curia.config.model;

import io.curia.config.source.Settings;

/** Ports; -1 for an interface that is off. */
public record PortsConfig(int dns, int http, int https, int grpc, int grpcTls, int serfLan, int serfWan, int server,
        int proxyMin, int proxyMax, int sidecarMin, int sidecarMax, int exposeMin, int exposeMax) {

    public static PortsConfig read(Settings s) {
        return new PortsConfig(s.port("ports.dns"), s.port("ports.http"), s.port("ports.https"), s.port("ports.grpc"),
                s.port("ports.grpc_tls"), s.port("ports.serf_lan"), s.port("ports.serf_wan"), s.port("ports.server"),
                s.port("ports.proxy_min_port"), s.port("ports.proxy_max_port"), s.port("ports.sidecar_min_port"),
                s.port("ports.sidecar_max_port"), s.port("ports.expose_min_port"), s.port("ports.expose_max_port"));
    }
}

package io.curia.api.rpc;

/**
 * A server that can be called.
 *
 * @param datacenter its datacenter
 * @param node its node's name, for certificates and for the log
 * @param address host:port of its server port
 * @param tls whether it says that it takes TLS
 */
public record RpcTarget(String datacenter, String node, String address, boolean tls) { }

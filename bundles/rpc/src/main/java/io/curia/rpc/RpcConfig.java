package io.curia.rpc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the server port has to know: PIDs {@code io.curia.node} and {@code io.curia.rpc}. */
@ObjectClassDefinition(id = "io.curia.rpc", name = "RPC", description = "The server port, and connections to those of others")
public @interface RpcConfig {
    @AttributeDefinition(name = "node_name", description = "The node's name")
    String node__name() default "";

    @AttributeDefinition(description = "The node's datacenter")
    String datacenter() default "dc1";

    @AttributeDefinition(description = "The domain of names in certificates")
    String domain() default "consul.";

    @AttributeDefinition(description = "Whether the agent is a server and has a server port")
    boolean server() default false;

    @AttributeDefinition(name = "bind_address", description = "host:port of the server port")
    String bind__address() default "127.0.0.1:8300";

    @AttributeDefinition(name = "max_conns_per_client", description = "Connections of one address, 0 for no limit")
    int max__conns__per__client() default 100;

    @AttributeDefinition(name = "handshake_timeout_ms", description = "Until a connection has to say what it speaks")
    long handshake__timeout__ms() default 5000;

    @AttributeDefinition(name = "tls_ca_file", description = "Certificates of authorities, PEM")
    String tls__ca__file() default "";

    @AttributeDefinition(name = "tls_ca_path", description = "A folder of such files")
    String tls__ca__path() default "";

    @AttributeDefinition(name = "tls_cert_file", description = "The agent's certificate, PEM")
    String tls__cert__file() default "";

    @AttributeDefinition(name = "tls_key_file", description = "The key of the certificate, PEM")
    String tls__key__file() default "";

    @AttributeDefinition(name = "tls_min_version", description = "Oldest version of TLS: tls10 to tls13; before 1.2 is not offered")
    String tls__min__version() default "tls12";

    @AttributeDefinition(name = "tls_cipher_suites", description = "Names of cipher suites, separated by commas; \"\" for the usual")
    String tls__cipher__suites() default "";

    @AttributeDefinition(name = "tls_verify_incoming", description = "Takes only TLS with a client certificate of the authorities")
    boolean tls__verify__incoming() default false;

    @AttributeDefinition(name = "tls_verify_outgoing", description = "Calls only with TLS, to servers with a certificate of the authorities")
    boolean tls__verify__outgoing() default false;

    @AttributeDefinition(name = "tls_verify_server_hostname", description = "Servers have to be server.<datacenter>.<domain>")
    boolean tls__verify__server__hostname() default false;
}

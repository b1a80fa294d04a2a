package io.curia.config.schema;

/**
 * Keys of service and check definitions, in the notation of {@link AgentKeys}; {@code api:} names the field of the HTTP
 * API where it is not the key in camel case, {@code joined:} a second accepted spelling.
 */
final class DefinitionKeys {

    static final String TEXT = """
            @check.id string api:ID
            @check.name string
            @check.notes string
            @check.service_id string api:ServiceID joined:serviceid
            @check.token string secret
            @check.status string
            @check.args strings joined:scriptargs
            @check.http string api:HTTP
            @check.header headers
            @check.method string
            @check.body string
            @check.disable_redirects bool
            @check.output_max_size int
            @check.tcp string api:TCP
            @check.tcp_use_tls bool api:TCPUseTLS
            @check.udp string api:UDP
            @check.interval duration
            @check.timeout duration
            @check.ttl duration api:TTL
            @check.docker_container_id string api:DockerContainerID joined:dockercontainerid
            @check.shell string
            @check.grpc string api:GRPC
            @check.grpc_use_tls bool api:GRPCUseTLS
            @check.tls_server_name string api:TLSServerName
            @check.tls_skip_verify bool api:TLSSkipVerify joined:tlsskipverify
            @check.alias_node string
            @check.alias_service string
            @check.h2ping string api:H2PING
            @check.h2ping_use_tls bool api:H2PingUseTLS
            @check.os_service string api:OSService
            @check.success_before_passing int
            @check.failures_before_warning int
            @check.failures_before_critical int
            @check.deregister_critical_service_after duration joined:deregistercriticalserviceafter
            @check.namespace string ent
            @check.partition string ent
            @service.id string api:ID
            @service.name string
            @service.tags strings
            @service.address string
            @service.tagged_addresses{}.address string
            @service.tagged_addresses{}.port int
            @service.meta map
            @service.port int
            @service.ports frees
            @service.socket_path string
            @service.kind string
            @service.check @check
            @service.checks @check[]
            @service.token string secret
            @service.weights.passing int
            @service.weights.warning int
            @service.enable_tag_override bool
            @service.locality.region string
            @service.locality.zone string
            @service.proxy.destination_service_name string
            @service.proxy.destination_service_id string api:DestinationServiceID
            @service.proxy.local_service_address string
            @service.proxy.local_service_port int
            @service.proxy.local_service_socket_path string
            @service.proxy.mode string
            @service.proxy.transparent_proxy.outbound_listener_port int
            @service.proxy.transparent_proxy.dialed_directly bool
            @service.proxy.config free
            @service.proxy.upstreams[].destination_type string
            @service.proxy.upstreams[].destination_namespace string
            @service.proxy.upstreams[].destination_partition string
            @service.proxy.upstreams[].destination_peer string
            @service.proxy.upstreams[].destination_name string
            @service.proxy.upstreams[].datacenter string
            @service.proxy.upstreams[].local_bind_address string
            @service.proxy.upstreams[].local_bind_port int
            @service.proxy.upstreams[].local_bind_socket_path string
            @service.proxy.upstreams[].local_bind_socket_mode string
            @service.proxy.upstreams[].config free
            @service.proxy.upstreams[].mesh_gateway.mode string
            @service.proxy.mesh_gateway.mode string
            @service.proxy.expose.checks bool
            @service.proxy.expose.paths[].listener_port int
            @service.proxy.expose.paths[].path string
            @service.proxy.expose.paths[].local_path_port int
            @service.proxy.expose.paths[].protocol string
            @service.connect.native bool
            @service.connect.sidecar_service @service
            @service.namespace string ent
            @service.partition string ent
            """;

    private DefinitionKeys() {
    }
}

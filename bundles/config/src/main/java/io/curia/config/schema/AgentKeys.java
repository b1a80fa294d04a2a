package io.curia.config.schema;

/**
 * The agent's configuration keys, one a line: path, type, then in any order {@code =default}, {@code flag:name},
 * {@code debug:RuntimeName}, {@code alias:path} (an older name of path), {@code oldname:path} (the same, with a warning),
 * and the marks {@code reload} (applied without restart by Consul too), {@code secret}, {@code ent} (accepted, without effect),
 * {@code dead} (accepted, without effect, to be removed). {@code []} is a list of blocks, <code>{}</code> blocks by name,
 * {@code !} a dot within a name, {@code @} a definition of {@link DefinitionKeys}.
 */
final class AgentKeys {

    static final String FIRST = """
            acl.default_policy string =allow
            acl.disabled_ttl duration =120s
            acl.down_policy string =extend-cache
            acl.enable_key_list_policy bool =false debug:ACLEnableKeyListPolicy
            acl.enable_token_persistence bool =false
            acl.enable_token_replication bool =false debug:ACLTokenReplication
            acl.enabled bool =false
            acl.msp_disable_bootstrap bool =false ent
            acl.policy_ttl duration =30s
            acl.role_ttl duration
            acl.token_ttl duration =30s
            acl.tokens.agent string reload secret
            acl.tokens.agent_master string reload alias:acl.tokens.agent_recovery secret
            acl.tokens.agent_recovery string reload secret
            acl.tokens.config_file_service_registration string reload secret
            acl.tokens.default string reload secret
            acl.tokens.dns string reload secret
            acl.tokens.initial_management string debug:ACLInitialManagementToken secret
            acl.tokens.managed_service_provider[].accessor_id string ent secret
            acl.tokens.managed_service_provider[].secret_id string ent
            acl.tokens.master string alias:acl.tokens.initial_management secret
            acl.tokens.replication string reload secret
            acl_agent_master_token string reload alias:acl.tokens.agent_recovery secret
            acl_agent_token string reload alias:acl.tokens.agent secret
            acl_datacenter string oldname:primary_datacenter
            acl_default_policy string alias:acl.default_policy
            acl_disabled_ttl duration alias:acl.disabled_ttl
            acl_down_policy string alias:acl.down_policy
            acl_enable_key_list_policy bool alias:acl.enable_key_list_policy
            acl_enforce_version_8 bool dead
            acl_master_token string alias:acl.tokens.initial_management secret
            acl_replication_token string reload alias:acl.tokens.replication secret
            acl_token string reload alias:acl.tokens.default secret
            acl_ttl duration alias:acl.token_ttl
            addresses.dns string
            addresses.grpc string
            addresses.grpc_tls string
            addresses.http string
            addresses.https string
            advertise_addr string flag:advertise
            advertise_addr_ipv4 string
            advertise_addr_ipv6 string
            advertise_addr_wan string flag:advertise-wan
            advertise_addr_wan_ipv4 string
            advertise_addr_wan_ipv6 string
            advertise_reconnect_timeout duration =0s debug:AdvertiseReconnectTimeout
            ae_interval duration =1m debug:AEInterval
            alt_domain string flag:alt-domain debug:DNSAltDomain
            audit.enabled bool ent
            audit.rpc_enabled bool ent
            audit.sink{}.delivery_guarantee string ent
            audit.sink{}.format string ent
            audit.sink{}.mode string ent
            audit.sink{}.name string ent
            audit.sink{}.path string ent
            audit.sink{}.rotate_bytes int ent
            audit.sink{}.rotate_duration duration ent
            audit.sink{}.rotate_max_files int ent
            audit.sink{}.type string ent
            auto_config.authorization.enabled bool =false
            auto_config.authorization.static.allow_reuse bool
            auto_config.authorization.static.bound_audiences strings
            auto_config.authorization.static.bound_issuer string
            auto_config.authorization.static.claim_assertions strings
            auto_config.authorization.static.claim_mappings map
            auto_config.authorization.static.clock_skew_leeway duration
            auto_config.authorization.static.expiration_leeway duration
            auto_config.authorization.static.jwks_ca_cert string
            auto_config.authorization.static.jwks_url string
            auto_config.authorization.static.jwt_supported_algs strings
            auto_config.authorization.static.jwt_validation_pub_keys strings
            auto_config.authorization.static.list_claim_mappings map
            auto_config.authorization.static.not_before_leeway duration
            auto_config.authorization.static.oidc_discovery_ca_cert string
            auto_config.authorization.static.oidc_discovery_url string
            auto_config.dns_sans strings
            auto_config.enabled bool =false
            auto_config.intro_token string secret
            auto_config.intro_token_file string
            auto_config.ip_sans strings
            auto_config.server_addresses strings
            auto_encrypt.allow_tls bool =false debug:AutoEncryptAllowTLS
            auto_encrypt.dns_san strings debug:AutoEncryptDNSSAN
            auto_encrypt.ip_san strings debug:AutoEncryptIPSAN
            auto_encrypt.tls bool =false debug:AutoEncryptTLS
            auto_reload_config bool =false flag:auto-reload-config debug:AutoReloadConfig
            autopilot.cleanup_dead_servers bool =true debug:AutopilotCleanupDeadServers
            autopilot.disable_upgrade_migration bool =false ent debug:AutopilotDisableUpgradeMigration
            autopilot.last_contact_threshold duration =200ms debug:AutopilotLastContactThreshold
            autopilot.max_trailing_logs int =250 debug:AutopilotMaxTrailingLogs
            autopilot.min_quorum uint =0 debug:AutopilotMinQuorum
            autopilot.redundancy_zone_tag string ent debug:AutopilotRedundancyZoneTag
            autopilot.server_stabilization_time duration =10s debug:AutopilotServerStabilizationTime
            autopilot.upgrade_version_tag string ent debug:AutopilotUpgradeVersionTag
            bind_addr string =0.0.0.0 flag:bind
            bootstrap bool =false flag:bootstrap
            bootstrap_expect int =0 flag:bootstrap-expect
            ca_file string reload alias:tls.defaults.ca_file
            ca_path string reload alias:tls.defaults.ca_path
            cache.entry_fetch_max_burst int =2 reload
            cache.entry_fetch_rate float64 reload
            cert_file string reload alias:tls.defaults.cert_file
            check @check[] reload
            check_deregister_interval_min duration =1m debug:CheckDeregisterIntervalMin
            check_output_max_size int =4096 flag:check_output_max_size debug:CheckOutputMaxSize
            check_reap_interval duration =30s debug:CheckReapInterval
            check_update_interval duration =5m debug:CheckUpdateInterval
            checks @check[] reload
            client_addr string =127.0.0.1 flag:client
            cloud free
            config_entries.bootstrap frees reload debug:ConfigEntryBootstrap
            connect.ca_config free debug:ConnectCAConfig
            connect.ca_provider string =consul debug:ConnectCAProvider
            connect.default_deregister_critical_service_after duration
            connect.enable_mesh_gateway_wan_federation bool =false debug:ConnectMeshGatewayWANFederationEnabled
            connect.enabled bool =false debug:ConnectEnabled
            connect.test_ca_leaf_root_change_spread duration debug:ConnectTestCALeafRootChangeSpread
            consensus.allow_unsafe bool =false
            consensus.engine string
            consul.coordinate.update_batch_size int debug:ConsulCoordinateUpdateBatchSize
            consul.coordinate.update_max_batches int debug:ConsulCoordinateUpdateMaxBatches
            consul.coordinate.update_period duration debug:ConsulCoordinateUpdatePeriod
            consul.raft.election_timeout duration debug:ConsulRaftElectionTimeout
            consul.raft.heartbeat_timeout duration debug:ConsulRaftHeartbeatTimeout
            consul.raft.leader_lease_timeout duration debug:ConsulRaftLeaderLeaseTimeout
            consul.server.health_interval duration debug:ConsulServerHealthInterval
            data_dir string flag:data-dir debug:DataDir
            datacenter string =dc1 flag:datacenter
            default_intention_policy string
            default_query_time duration =300s flag:default-query-time debug:DefaultQueryTime
            disable_anonymous_signature bool =false debug:DisableAnonymousSignature
            disable_coordinates bool =false debug:DisableCoordinates
            disable_host_node_id bool =true flag:disable-host-node-id debug:DisableHostNodeID
            disable_http_unprintable_char_filter bool =false debug:DisableHTTPUnprintableCharFilter
            disable_keyring_file bool =false flag:disable-keyring-file debug:DisableKeyringFile
            disable_remote_exec bool =true debug:DisableRemoteExec
            disable_update_check bool =false debug:DisableUpdateCheck
            discard_check_output bool =false reload debug:DiscardCheckOutput
            discovery_max_stale duration =0s debug:DiscoveryMaxStale
            dns_config.a_record_limit int =0 reload debug:DNSARecordLimit
            dns_config.allow_stale bool =true reload debug:DNSAllowStale
            dns_config.cache_max_age duration =0s reload debug:DNSCacheMaxAge
            dns_config.disable_compression bool =false reload debug:DNSDisableCompression
            dns_config.enable_additional_node_meta_txt bool =true reload debug:DNSNodeMetaTXT
            dns_config.enable_truncate bool =false reload debug:DNSEnableTruncate
            dns_config.max_stale duration =87600h reload debug:DNSMaxStale
            dns_config.node_ttl duration =0s reload debug:DNSNodeTTL
            dns_config.only_passing bool =false reload debug:DNSOnlyPassing
            dns_config.prefer_namespace bool =false ent
            dns_config.recursor_strategy string =sequential reload debug:DNSRecursorStrategy
            dns_config.recursor_timeout duration =2s reload debug:DNSRecursorTimeout
            dns_config.service_ttl map reload debug:DNSServiceTTL
            dns_config.soa.expire uint32 =86400 reload
            dns_config.soa.min_ttl uint32 =0 reload
            dns_config.soa.refresh uint32 =3600 reload
            dns_config.soa.retry uint32 =600 reload
            dns_config.udp_answer_limit int =3 reload debug:DNSUDPAnswerLimit
            dns_config.use_cache bool =false reload debug:DNSUseCache
            domain string =consul. flag:domain debug:DNSDomain
            enable_acl_replication bool alias:acl.enable_token_replication
            enable_agent_tls_for_checks bool =false debug:EnableAgentTLSForChecks
            enable_central_service_config bool =true debug:EnableCentralServiceConfig
            enable_debug bool =false debug:EnableDebug
            enable_local_script_checks bool =false flag:enable-local-script-checks debug:EnableLocalScriptChecks
            enable_script_checks bool =false flag:enable-script-checks debug:EnableRemoteScriptChecks
            enable_syslog bool =false flag:syslog
            encrypt string flag:encrypt debug:EncryptKey secret
            encrypt_verify_incoming bool =true debug:EncryptVerifyIncoming
            encrypt_verify_outgoing bool =true debug:EncryptVerifyOutgoing
            experiments strings debug:Experiments
            gossip_lan.gossip_interval duration =200ms debug:GossipLANGossipInterval
            gossip_lan.gossip_nodes int =3 debug:GossipLANGossipNodes
            gossip_lan.probe_interval duration =1s debug:GossipLANProbeInterval
            gossip_lan.probe_timeout duration =500ms debug:GossipLANProbeTimeout
            gossip_lan.retransmit_mult int =4 debug:GossipLANRetransmitMult
            gossip_lan.suspicion_mult int =4 debug:GossipLANSuspicionMult
            gossip_wan.gossip_interval duration =500ms debug:GossipWANGossipInterval
            gossip_wan.gossip_nodes int =3 debug:GossipWANGossipNodes
            gossip_wan.probe_interval duration =5s debug:GossipWANProbeInterval
            gossip_wan.probe_timeout duration =3s debug:GossipWANProbeTimeout
            gossip_wan.retransmit_mult int =4 debug:GossipWANRetransmitMult
            gossip_wan.suspicion_mult int =6 debug:GossipWANSuspicionMult
            http_config.allow_write_http_from strings flag:allow-write-http-from debug:AllowWriteHTTPFrom
            http_config.block_endpoints strings debug:HTTPBlockEndpoints
            http_config.max_header_bytes int =0 debug:HTTPMaxHeaderBytes
            http_config.response_headers map debug:HTTPResponseHeaders
            http_config.use_cache bool =true debug:HTTPUseCache
            key_file string reload alias:tls.defaults.key_file
            leave_on_terminate bool
            license_path string flag:license-path ent
            license_poll_base_time duration ent
            license_poll_max_time duration ent
            license_update_base_time duration ent
            license_update_max_time duration ent
            limits.http_max_conns_per_client int =200 reload debug:HTTPMaxConnsPerClient
            limits.https_handshake_timeout duration =5s debug:HTTPSHandshakeTimeout
            limits.kv_max_value_size uint64 =524288 debug:KVMaxValueSize
            limits.request_limits.mode string =disabled reload
            limits.request_limits.read_rate float64 =-1 reload
            limits.request_limits.write_rate float64 =-1 reload
            limits.rpc_client_timeout duration =60s reload debug:RPCClientTimeout
            limits.rpc_handshake_timeout duration =5s debug:RPCHandshakeTimeout
            limits.rpc_max_burst int =1000 reload debug:RPCMaxBurst
            limits.rpc_max_conns_per_client int =100 reload debug:RPCMaxConnsPerClient
            limits.rpc_rate float64 =-1 reload debug:RPCRateLimit
            limits.txn_max_req_len uint64 =524288 debug:TxnMaxReqLen
            """;

    static final String SECOND = """
            locality.region string
            locality.zone string
            log_file string flag:log-file
            log_json bool =false flag:log-json
            log_level string =INFO flag:log-level reload
            log_rotate_bytes int =0 flag:log-rotate-bytes
            log_rotate_duration duration =24h flag:log-rotate-duration
            log_rotate_max_files int =0 flag:log-rotate-max-files
            max_query_time duration =600s flag:max-query-time debug:MaxQueryTime
            node_id string flag:node-id
            node_meta map flag:node-meta reload
            node_name string flag:node
            non_voting_server bool flag:non-voting-server alias:read_replica
            partition string ent
            peering.enabled bool =true debug:PeeringEnabled
            performance.enable_xds_load_balancing bool =true
            performance.grpc_keepalive_interval duration =30s
            performance.grpc_keepalive_timeout duration =20s
            performance.leave_drain_time duration =5s debug:LeaveDrainTime
            performance.raft_multiplier int =5
            performance.rpc_hold_timeout duration =7s debug:RPCHoldTimeout
            pid_file string flag:pid-file debug:PidFile
            plugins free reload
            ports.dns int =8600 flag:dns-port debug:DNSPort
            ports.expose_max_port int =21755 debug:ExposeMaxPort
            ports.expose_min_port int =21500 debug:ExposeMinPort
            ports.grpc int =-1 flag:grpc-port debug:GRPCPort
            ports.grpc_tls int =-1 flag:grpc-tls-port debug:GRPCTLSPort
            ports.http int =8500 flag:http-port debug:HTTPPort
            ports.https int =-1 flag:https-port debug:HTTPSPort
            ports.proxy_max_port int =20255
            ports.proxy_min_port int =20000
            ports.serf_lan int =8301 flag:serf-lan-port debug:SerfPortLAN
            ports.serf_wan int =8302 flag:serf-wan-port debug:SerfPortWAN
            ports.server int =8300 flag:server-port debug:ServerPort
            ports.sidecar_max_port int =21255 debug:ConnectSidecarMaxPort
            ports.sidecar_min_port int =21000 debug:ConnectSidecarMinPort
            primary_datacenter string
            primary_gateways strings flag:primary-gateway debug:PrimaryGateways
            primary_gateways_interval duration =30s debug:PrimaryGatewaysInterval
            protocol int =2 flag:protocol debug:RPCProtocol
            raft_boltdb.nofreelistsync bool alias:raft_logstore.boltdb.no_freelist_sync
            raft_logstore.backend string
            raft_logstore.boltdb.no_freelist_sync bool =false
            raft_logstore.disable_log_cache bool =false
            raft_logstore.verification.enabled bool =false
            raft_logstore.verification.interval duration =60s
            raft_logstore.wal.segment_size_mb int =64
            raft_prevote_disabled bool =false
            raft_protocol int =3 flag:raft-protocol debug:RaftProtocol
            raft_snapshot_interval duration =30s reload debug:RaftSnapshotInterval
            raft_snapshot_threshold int =16384 reload debug:RaftSnapshotThreshold
            raft_trailing_logs int =10240 reload debug:RaftTrailingLogs
            read_replica bool =false flag:read-replica debug:ReadReplica
            reconnect_timeout duration =72h debug:ReconnectTimeoutLAN
            reconnect_timeout_wan duration =72h debug:ReconnectTimeoutWAN
            recursors strings flag:recursor reload
            rejoin_after_leave bool =false flag:rejoin debug:RejoinAfterLeave
            reporting.license.enabled bool ent
            retry_interval duration =30s flag:retry-interval debug:RetryJoinIntervalLAN
            retry_interval_wan duration =30s flag:retry-interval-wan debug:RetryJoinIntervalWAN
            retry_join strings flag:retry-join debug:RetryJoinLAN
            retry_join_wan strings flag:retry-join-wan debug:RetryJoinWAN
            retry_max int =0 flag:retry-max debug:RetryJoinMaxAttemptsLAN
            retry_max_wan int =0 flag:retry-max-wan debug:RetryJoinMaxAttemptsWAN
            revision string
            rpc.enable_streaming bool =true
            segment string flag:segment debug:SegmentName
            segment_limit int debug:SegmentLimit
            segment_name_limit int debug:SegmentNameLimit
            segments[].advertise string
            segments[].bind string
            segments[].name string
            segments[].port int
            segments[].rpc_listener bool
            serf_lan string flag:serf-lan-bind
            serf_lan_allowed_cidrs strings flag:serf-lan-allowed-cidrs debug:SerfAllowedCIDRsLAN
            serf_wan string flag:serf-wan-bind
            serf_wan_allowed_cidrs strings flag:serf-wan-allowed-cidrs debug:SerfAllowedCIDRsWAN
            server bool =false flag:server debug:ServerMode
            server_name string debug:ServerName
            server_rejoin_age_max duration =168h debug:ServerRejoinAgeMax
            service @service[] reload
            services @service[] reload
            session_ttl_min duration =10s debug:SessionTTLMin
            skip_leave_on_interrupt bool
            snapshot_agent free
            start_join strings flag:join debug:StartJoinAddrsLAN
            start_join_wan strings flag:join-wan debug:StartJoinAddrsWAN
            sync_coordinate_interval_min duration =15s debug:SyncCoordinateIntervalMin
            sync_coordinate_rate_target float64 =64 debug:SyncCoordinateRateTarget
            syslog_facility string =LOCAL0
            tagged_addresses map
            telemetry.circonus_api_app string
            telemetry.circonus_api_token string secret
            telemetry.circonus_api_url string
            telemetry.circonus_broker_id string
            telemetry.circonus_broker_select_tag string
            telemetry.circonus_check_display_name string
            telemetry.circonus_check_force_metric_activation string
            telemetry.circonus_check_id string
            telemetry.circonus_check_instance_id string
            telemetry.circonus_check_search_tag string
            telemetry.circonus_check_tags string
            telemetry.circonus_submission_interval string
            telemetry.circonus_submission_url string
            telemetry.disable_compat_1!9 bool =false
            telemetry.disable_hostname bool =false
            telemetry.disable_per_tenancy_usage_metrics bool =false
            telemetry.dogstatsd_addr string
            telemetry.dogstatsd_tags strings
            telemetry.enable_host_metrics bool =false
            telemetry.filter_default bool =true
            telemetry.metrics_prefix string =consul
            telemetry.prefix_filter strings reload
            telemetry.prometheus_retention_time duration =0s
            telemetry.retry_failed_connection bool =true
            telemetry.statsd_address string
            telemetry.statsite_address string
            tls.defaults.ca_file string reload
            tls.defaults.ca_path string reload
            tls.defaults.cert_file string reload
            tls.defaults.key_file string reload
            tls.defaults.tls_cipher_suites string reload
            tls.defaults.tls_min_version string reload
            tls.defaults.verify_incoming bool reload
            tls.defaults.verify_outgoing bool reload
            tls.defaults.verify_server_hostname bool reload
            tls.grpc.ca_file string reload
            tls.grpc.ca_path string reload
            tls.grpc.cert_file string reload
            tls.grpc.key_file string reload
            tls.grpc.tls_cipher_suites string reload
            tls.grpc.tls_min_version string reload
            tls.grpc.use_auto_cert bool reload
            tls.grpc.verify_incoming bool reload
            tls.grpc.verify_outgoing bool reload
            tls.https.ca_file string reload
            tls.https.ca_path string reload
            tls.https.cert_file string reload
            tls.https.key_file string reload
            tls.https.tls_cipher_suites string reload
            tls.https.tls_min_version string reload
            tls.https.verify_incoming bool reload
            tls.https.verify_outgoing bool reload
            tls.internal_rpc.ca_file string reload
            tls.internal_rpc.ca_path string reload
            tls.internal_rpc.cert_file string reload
            tls.internal_rpc.key_file string reload
            tls.internal_rpc.tls_cipher_suites string reload
            tls.internal_rpc.tls_min_version string reload
            tls.internal_rpc.verify_incoming bool reload
            tls.internal_rpc.verify_outgoing bool reload
            tls.internal_rpc.verify_server_hostname bool reload
            tls_cipher_suites string reload alias:tls.defaults.tls_cipher_suites
            tls_min_version string reload alias:tls.defaults.tls_min_version
            tls_prefer_server_cipher_suites bool reload debug:TLSPreferServerCipherSuites
            translate_wan_addrs bool =false debug:TranslateWANAddrs
            ui bool oldname:ui_config.enabled
            ui_config.content_path string =/ui/ flag:ui-content-path
            ui_config.dashboard_url_templates map reload
            ui_config.dir string flag:ui-dir
            ui_config.enabled bool =false flag:ui
            ui_config.metrics_provider string reload
            ui_config.metrics_provider_files strings
            ui_config.metrics_provider_options_json string
            ui_config.metrics_proxy.add_headers[].name string
            ui_config.metrics_proxy.add_headers[].value string
            ui_config.metrics_proxy.base_url string reload
            ui_config.metrics_proxy.path_allowlist strings
            ui_content_path string oldname:ui_config.content_path
            ui_dir string oldname:ui_config.dir
            unix_sockets.group string debug:UnixSocketGroup
            unix_sockets.mode string debug:UnixSocketMode
            unix_sockets.user string debug:UnixSocketUser
            use_streaming_backend bool =true debug:UseStreamingBackend
            verify_incoming bool reload alias:tls.defaults.verify_incoming
            verify_incoming_https bool reload alias:tls.https.verify_incoming
            verify_incoming_rpc bool reload alias:tls.internal_rpc.verify_incoming
            verify_outgoing bool reload alias:tls.defaults.verify_outgoing
            verify_server_hostname bool reload alias:tls.internal_rpc.verify_server_hostname
            version string
            version_prerelease string
            watches frees reload
            xds.update_max_per_second float64 =250
            """;

    private AgentKeys() {
    }
}

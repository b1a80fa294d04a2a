package io.curia.gossip;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The pools: PID {@code io.curia.gossip}. */
@ObjectClassDefinition(id = "io.curia.gossip", name = "Gossip", description = "The pools of agents that know of each other")
public @interface GossipConfig {
    @AttributeDefinition(name = "lan_bind_address", description = "host:port to listen on")
    String lan__bind__address() default "127.0.0.1:8301";

    @AttributeDefinition(name = "lan_advertise_address", description = "host:port where others reach this agent")
    String lan__advertise__address() default "127.0.0.1:8301";

    @AttributeDefinition(name = "wan_bind_address", description = "host:port to listen on")
    String wan__bind__address() default "127.0.0.1:8302";

    @AttributeDefinition(name = "wan_advertise_address", description = "host:port where others reach this server")
    String wan__advertise__address() default "127.0.0.1:8302";

    @AttributeDefinition(name = "lan_gossip_nodes", description = "How many members are told in a round")
    int lan__gossip__nodes() default 3;

    @AttributeDefinition(name = "lan_gossip_interval_ms", description = "Between two rounds")
    long lan__gossip__interval__ms() default 200;

    @AttributeDefinition(name = "lan_probe_interval_ms", description = "Between two probes")
    long lan__probe__interval__ms() default 1000;

    @AttributeDefinition(name = "lan_probe_timeout_ms", description = "Until others are asked to probe")
    long lan__probe__timeout__ms() default 500;

    @AttributeDefinition(name = "lan_suspicion_mult", description = "How long a member is suspected")
    int lan__suspicion__mult() default 4;

    @AttributeDefinition(name = "lan_retransmit_mult", description = "How often a message is sent")
    int lan__retransmit__mult() default 4;

    @AttributeDefinition(name = "lan_reconnect_timeout_ms", description = "How long a failed member is remembered")
    long lan__reconnect__timeout__ms() default 259_200_000;

    @AttributeDefinition(name = "lan_allowed_cidrs", description = "Networks of members; none: any")
    String[] lan__allowed__cidrs() default {};

    @AttributeDefinition(name = "wan_gossip_nodes", description = "How many members are told in a round")
    int wan__gossip__nodes() default 3;

    @AttributeDefinition(name = "wan_gossip_interval_ms", description = "Between two rounds")
    long wan__gossip__interval__ms() default 500;

    @AttributeDefinition(name = "wan_probe_interval_ms", description = "Between two probes")
    long wan__probe__interval__ms() default 5000;

    @AttributeDefinition(name = "wan_probe_timeout_ms", description = "Until others are asked to probe")
    long wan__probe__timeout__ms() default 3000;

    @AttributeDefinition(name = "wan_suspicion_mult", description = "How long a member is suspected")
    int wan__suspicion__mult() default 6;

    @AttributeDefinition(name = "wan_retransmit_mult", description = "How often a message is sent")
    int wan__retransmit__mult() default 4;

    @AttributeDefinition(name = "wan_reconnect_timeout_ms", description = "How long a failed member is remembered")
    long wan__reconnect__timeout__ms() default 259_200_000;

    @AttributeDefinition(name = "wan_allowed_cidrs", description = "Networks of members; none: any")
    String[] wan__allowed__cidrs() default {};

    @AttributeDefinition(name = "start_join", description = "Whom to join at the start; failure ends the agent")
    String[] start__join() default {};

    @AttributeDefinition(name = "retry_join", description = "Whom to join, until it works")
    String[] retry__join() default {};

    @AttributeDefinition(name = "retry_interval_ms", description = "Between two tries")
    long retry__interval__ms() default 30_000;

    @AttributeDefinition(name = "retry_max", description = "How many tries; 0: any number")
    int retry__max() default 0;

    @AttributeDefinition(name = "start_join_wan", description = "Whom to join in the WAN at the start")
    String[] start__join__wan() default {};

    @AttributeDefinition(name = "retry_join_wan", description = "Whom to join in the WAN, until it works")
    String[] retry__join__wan() default {};

    @AttributeDefinition(name = "retry_interval_wan_ms", description = "Between two tries")
    long retry__interval__wan__ms() default 30_000;

    @AttributeDefinition(name = "retry_max_wan", description = "How many tries; 0: any number")
    int retry__max__wan() default 0;

    @AttributeDefinition(description = "The key, in base64, for an agent that has no keyring yet")
    String encrypt() default "";

    @AttributeDefinition(name = "encrypt_verify_incoming", description = "Refuse what is not encrypted")
    boolean encrypt__verify__incoming() default true;

    @AttributeDefinition(name = "encrypt_verify_outgoing", description = "Encrypt what goes out")
    boolean encrypt__verify__outgoing() default true;

    @AttributeDefinition(name = "disable_keyring_file", description = "Keep keys in memory only")
    boolean disable__keyring__file() default false;

    @AttributeDefinition(name = "data_dir", description = "Where files are; empty: nowhere")
    String data__dir() default "";

    @AttributeDefinition(name = "rejoin_after_leave", description = "Whether an agent that left comes back by itself")
    boolean rejoin__after__leave() default false;

    @AttributeDefinition(name = "reconnect_timeout_tag_ms", description = "How long others are to remember this one")
    long reconnect__timeout__tag__ms() default 0;

    @AttributeDefinition(name = "disable_coordinates", description = "Do not learn places in the network")
    boolean disable__coordinates() default false;
}

package io.curia.consensus.support;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The part of the consensus configuration that an engine with a log on disk reads. */
@ObjectClassDefinition(name = "Consensus", description = "The replicated log")
public @interface ConsensusConfig {
    @AttributeDefinition(description = "Which engine serves: \"ratis\", \"atomix\" or another")
    String engine() default "";

    @AttributeDefinition(name = "data_dir", description = "The agent's data folder; the log is in raft below it")
    String data__dir() default "";

    @AttributeDefinition(description = "Whose servers share the log: the datacenter")
    String datacenter() default "";

    @AttributeDefinition(name = "server_address", description = "host:port of the server port")
    String server__address() default "127.0.0.1:8300";

    @AttributeDefinition(name = "node_id", description = "The server's id among its peers; \"\" for one of its own")
    String node__id() default "";

    @AttributeDefinition(name = "raft_multiplier", description = "Scales every timeout")
    int raft__multiplier() default 1;

    @AttributeDefinition(name = "snapshot_threshold", description = "Entries that make a snapshot worth while")
    long snapshot__threshold() default 16_384;

    @AttributeDefinition(name = "snapshot_interval_ms", description = "Between two looks at the threshold")
    long snapshot__interval__ms() default 30_000;

    @AttributeDefinition(name = "trailing_logs", description = "Entries kept behind a snapshot")
    long trailing__logs() default 10_240;

    @AttributeDefinition(description = "Whether this server may start a cluster alone")
    boolean bootstrap() default false;

    @AttributeDefinition(name = "bootstrap_expect", description = "How many servers start a cluster; 1 is alone")
    int bootstrap__expect() default 0;

    @AttributeDefinition(name = "heartbeat_timeout_ms", description = "Without a leader before an election; 0: by the multiplier")
    long heartbeat__timeout__ms() default 0;

    @AttributeDefinition(name = "election_timeout_ms", description = "The same where the former is 0")
    long election__timeout__ms() default 0;

    @AttributeDefinition(name = "leader_lease_timeout_ms", description = "Of reads by lease; 0: as long as is safe")
    long leader__lease__timeout__ms() default 0;
}

package io.curia.dns;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of the DNS interface; two underscores in a method's name are one in the key. */
@ObjectClassDefinition(name = "DNS interface", description = "Lookups of nodes, services and prepared queries over DNS")
public @interface DnsServerConfig {
    /** The component's PID. */
    String PID = "io.curia.dns";

    @AttributeDefinition(description = "Where to listen, over UDP and TCP: ip:port")
    String[] addresses() default {"127.0.0.1:8600"};

    @AttributeDefinition(description = "The zone")
    String domain() default "consul.";

    @AttributeDefinition(description = "A second zone with the same names, empty for none")
    String alt__domain() default "";

    @AttributeDefinition(description = "DNS servers asked about names outside the zones: ip or ip:port")
    String[] recursors() default {};

    @AttributeDefinition(description = "How long to wait for each recursor, milliseconds")
    long recursor__timeout__ms() default 2000;

    @AttributeDefinition(description = "In which order recursors are asked: sequential or random")
    String recursor__strategy() default "sequential";

    @AttributeDefinition(description = "TTL of records about nodes, seconds")
    long node__ttl__s() default 0;

    @AttributeDefinition(description = "TTLs of records about services: name=seconds, prefix*=seconds or *=seconds")
    String[] service__ttl() default {};

    @AttributeDefinition(description = "Any server may answer, not the leader alone")
    boolean allow__stale() default true;

    @AttributeDefinition(description = "Older answers are asked of the leader again, milliseconds")
    long max__stale__ms() default 87600L * 3600 * 1000;

    @AttributeDefinition(description = "Leave out instances with warnings")
    boolean only__passing() default false;

    @AttributeDefinition(description = "Set the TC bit in answers that were cut")
    boolean enable__truncate() default false;

    @AttributeDefinition(description = "The most records in an answer over UDP without EDNS")
    int udp__answer__limit() default 3;

    @AttributeDefinition(description = "The most A and AAAA records in an answer, 0 for no limit")
    int a__record__limit() default 0;

    @AttributeDefinition(description = "Write every name in full")
    boolean disable__compression() default false;

    @AttributeDefinition(description = "Add node metadata as TXT records")
    boolean enable__additional__node__meta__txt() default true;

    @AttributeDefinition(description = "SOA refresh, seconds")
    long soa__refresh() default 3600;

    @AttributeDefinition(description = "SOA retry, seconds")
    long soa__retry() default 600;

    @AttributeDefinition(description = "SOA expire, seconds")
    long soa__expire() default 86400;

    @AttributeDefinition(description = "SOA minimum TTL, seconds")
    long soa__min__ttl() default 0;

    @AttributeDefinition(description = "Answers that come from other agents may be used again")
    boolean use__cache() default false;

    @AttributeDefinition(description = "How old answers used again may be, milliseconds")
    long cache__max__age__ms() default 0;

    @AttributeDefinition(description = "Answer with WAN addresses for other datacenters")
    boolean translate__wan__addrs() default false;
}

package io.curia.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the HTTP frontend. A double underscore in a method's name stands for one in the key. */
@ObjectClassDefinition(name = "Curia HTTP", description = "The HTTP interface of the agent")
@interface HttpConfig {
    /** PID. */
    String PID = "io.curia.http";

    @AttributeDefinition(description = "Where to listen: host:port, or unix:///path")
    String[] addresses() default {};

    @AttributeDefinition(description = "Where to listen with TLS")
    String[] https__addresses() default {};

    @AttributeDefinition(description = "Headers added to every response, name=value")
    String[] response__headers() default {};

    @AttributeDefinition(description = "Prefixes of paths that are refused")
    String[] block__endpoints() default {};

    @AttributeDefinition(description = "CIDR blocks that writes may come from; empty: from everywhere")
    String[] allow__write__http__from() default {};

    @AttributeDefinition(description = "Largest header of a request in bytes; 0: 1 MiB")
    int max__header__bytes() default 0;

    @AttributeDefinition(description = "Connections that one client address may have; 0: no limit")
    int http__max__conns__per__client() default 200;

    @AttributeDefinition(description = "Largest value of a key in bytes")
    long kv__max__value__size() default 512 * 1024;

    @AttributeDefinition(description = "Largest body of a transaction in bytes")
    long txn__max__req__len() default 512 * 1024;

    @AttributeDefinition(description = "Accept paths with unprintable characters")
    boolean disable__unprintable__filter() default false;

    @AttributeDefinition(description = "Answer catalog and health queries from any server whose data is not older; 0: ask the leader")
    long discovery__max__stale__ms() default 0;

    @AttributeDefinition(description = "Honour ?cached")
    boolean use__cache() default true;

    @AttributeDefinition(description = "Indent all JSON")
    boolean pretty() default false;

    @AttributeDefinition(description = "Serve the web interface")
    boolean ui__enabled() default false;

    @AttributeDefinition(description = "Directory with the web interface; empty: the one that a bundle brings")
    String ui__dir() default "";

    @AttributeDefinition(description = "Path of the web interface")
    String ui__content__path() default "/ui/";

    @AttributeDefinition(description = "Serve /debug/pprof/")
    boolean enable__debug() default false;

    @AttributeDefinition(description = "Announce and use WAN addresses for other datacenters' nodes")
    boolean translate__wan__addrs() default false;

    @AttributeDefinition(description = "Owner of unix sockets, a name or a number")
    String unix__socket__user() default "";

    @AttributeDefinition(description = "Group of unix sockets, a name or a number")
    String unix__socket__group() default "";

    @AttributeDefinition(description = "Mode of unix sockets, octal")
    String unix__socket__mode() default "";

    @AttributeDefinition(description = "Certificate chain, PEM")
    String tls__cert__file() default "";

    @AttributeDefinition(description = "Private key, PEM")
    String tls__key__file() default "";

    @AttributeDefinition(description = "Authorities that clients' certificates must come from, PEM")
    String tls__ca__file() default "";

    @AttributeDefinition(description = "Folder of authorities that clients' certificates may come from, PEM files")
    String tls__ca__path() default "";

    @AttributeDefinition(description = "Oldest version of TLS: tls10 to tls13; before 1.2 is not offered in any case")
    String tls__min__version() default "";

    @AttributeDefinition(description = "Require a certificate from clients")
    boolean tls__verify__incoming() default false;

    @AttributeDefinition(description = "How long metrics are kept for Prometheus in milliseconds; 0: not at all")
    long prometheus__retention__ms() default 0;
}

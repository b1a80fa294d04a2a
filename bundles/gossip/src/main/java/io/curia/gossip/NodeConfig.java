package io.curia.gossip;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What gossip has to know of the node: PID {@code io.curia.node}. */
@ObjectClassDefinition(id = "io.curia.node", name = "Node", description = "What this agent is")
public @interface NodeConfig {
    String node__name() default "";

    String node__id() default "";

    String datacenter() default "dc1";

    boolean server() default false;

    boolean bootstrap() default false;

    int bootstrap__expect() default 0;

    boolean read__replica() default false;

    boolean dev__mode() default false;

    boolean acl__enabled() default false;

    String advertise__addr() default "127.0.0.1";

    String advertise__addr__wan() default "";

    int ports__server() default 8300;

    int ports__serf__lan() default 8301;

    int ports__serf__wan() default 8302;
}

package io.curia.core.agent;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the agent is: PID {@code io.curia.node}. */
@ObjectClassDefinition(id = "io.curia.node", name = "Node", description = "What this agent is")
public @interface NodeConfig {
    String node__name() default "";

    String node__id() default "";

    String datacenter() default "dc1";

    String primary__datacenter() default "";

    /** "" for an agent that keeps nothing. */
    String data__dir() default "";

    boolean dev__mode() default false;

    boolean server() default false;

    boolean bootstrap() default false;

    String bind__addr() default "127.0.0.1";

    String advertise__addr() default "127.0.0.1";

    String advertise__addr__wan() default "";

    /** {@code key=value}. */
    String[] node__meta() default {};

    /** {@code key=value}. */
    String[] tagged__addresses() default {};

    boolean disable__coordinates() default false;

    int ports__server() default 8300;

    boolean acl__enabled() default false;

    long leave__drain__time__ms() default 5_000;
}

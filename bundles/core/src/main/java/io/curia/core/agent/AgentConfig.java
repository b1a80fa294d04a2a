package io.curia.core.agent;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The local agent: PID {@code io.curia.agent}. */
@ObjectClassDefinition(id = "io.curia.agent", name = "Agent", description = "Services, checks and watches of this agent")
public @interface AgentConfig {
    /** Definitions in the HTTP API's form. */
    String[] services() default {};

    /** Definitions in the HTTP API's form. */
    String[] checks() default {};

    /** Watch objects as in configuration files. */
    String[] watches() default {};

    boolean enable__script__checks() default false;

    boolean enable__local__script__checks() default false;

    long check__update__interval__ms() default 300_000;

    int check__output__max__size() default 4096;

    boolean discard__check__output() default false;

    long ae__interval__ms() default 60_000;

    long check__reap__interval__ms() default 30_000;

    long check__deregister__interval__min__ms() default 60_000;

    boolean disable__remote__exec() default true;

    String tokens__default() default "";

    String tokens__agent() default "";

    /** Whether tokens set through the API outlive the process. */
    boolean enable__token__persistence() default false;

    int sidecar__min__port() default 21000;

    int sidecar__max__port() default 21255;
}

package io.curia.core.agent.parse;

import io.curia.api.agent.CheckDefinition;
import java.util.List;

/** The well-known kinds of checks, in the order in which their fields decide. */
public final class CheckKinds {
    /** The kind of checks that clients report on. */
    public static final String TTL = "ttl";

    private CheckKinds() { }

    /** The kind that a definition's fields make it, "" when none of them is well known. */
    public static String of(CheckDefinition check) {
        if (has(check, "GRPC")) {
            return "grpc";
        }
        if (has(check, "HTTP")) {
            return "http";
        }
        if (check.ttlNanos() > 0) {
            return TTL;
        }
        if (has(check, "TCP")) {
            return "tcp";
        }
        if (has(check, "UDP")) {
            return "udp";
        }
        if (alias(check)) {
            return "alias";
        }
        if (script(check)) {
            return has(check, "DockerContainerID") ? "docker" : "script";
        }
        if (has(check, "H2PING")) {
            return "h2ping";
        }
        return has(check, "OSService") ? "os_service" : "";
    }

    /** Whether it runs a program. */
    public static boolean script(CheckDefinition check) {
        return check.fields().get("ScriptArgs") instanceof List<?> list && !list.isEmpty()
                || has(check, "DockerContainerID");
    }

    static boolean alias(CheckDefinition check) {
        return has(check, "AliasNode") || has(check, "AliasService");
    }

    /** Whether a well-known kind of it is probed in intervals. */
    static boolean periodic(CheckDefinition check) {
        return script(check) || has(check, "HTTP") || has(check, "TCP") || has(check, "GRPC") || has(check, "H2PING")
                || has(check, "UDP") || has(check, "OSService");
    }

    private static boolean has(CheckDefinition check, String field) {
        return check.fields().get(field) instanceof String text && !text.isEmpty();
    }
}

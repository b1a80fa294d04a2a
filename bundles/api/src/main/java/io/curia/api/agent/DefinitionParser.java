package io.curia.api.agent;

/**
 * Reads definitions as they come in through HTTP and from configuration files: names in any case or in snake case,
 * durations as text or nanoseconds, unknown fields refused unless a check type claims them. Fails with
 * {@link io.curia.api.op.CuriaException} BAD_REQUEST and the text {@code Request decode failed: ...}.
 */
public interface DefinitionParser {
    /** A service with its checks. */
    ServiceDefinition service(byte[] json);

    /** A check. */
    CheckDefinition check(byte[] json);
}

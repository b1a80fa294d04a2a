package io.curia.api.acl;

import java.util.concurrent.CompletableFuture;

/** Turns tokens into authorizers. Published as an OSGi service. */
public interface AccessControl {
    /** Whether access control is on. */
    boolean enabled();

    /** {@code allow} or {@code deny}: what holds where no rule says anything. */
    String defaultPolicy();

    /** Ends with the authorizer of a secret ("" for anonymous), or with a CuriaException (DENIED: ACL not found). */
    CompletableFuture<Authorizer> resolve(String secret);
}

package io.curia.api.acl;

/** What the bearer of a token may do. Immutable; equal authorizers allow the same. */
public interface Authorizer {
    /** What can be protected. */
    enum Resource { ACL, AGENT, EVENT, KEY, KEYRING, NODE, OPERATOR, QUERY, SERVICE, SESSION, MESH }

    /** What can be done with it. */
    enum Access { READ, LIST, WRITE }

    /** Whether it is allowed; {@code name} is empty for resources without names. */
    boolean allows(Resource resource, String name, Access access);

    /** Whether it allows everything, so that nothing has to be filtered. */
    boolean allowsAll();
}

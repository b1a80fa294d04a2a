package io.curia.api.gossip;

import java.util.Map;

/** A member of a gossip pool. {@code status}: 0 none, 1 alive, 2 leaving, 3 left, 4 failed. */
public record Member(
        String name,
        String addr,
        int port,
        Map<String, String> tags,
        int status,
        int protocolMin,
        int protocolMax,
        int protocolCur,
        int delegateMin,
        int delegateMax,
        int delegateCur) {
    /** Alive. */
    public static final int ALIVE = 1;
    /** Leaving. */
    public static final int LEAVING = 2;
    /** Left. */
    public static final int LEFT = 3;
    /** Failed. */
    public static final int FAILED = 4;
}

package io.curia.core.rpc;

import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;

/** What kind of failure the other side's text stands for: texts are all that travels (reference: gossip-rpc, section 4). */
final class RemoteErrors {
    static final String PREFIX = "rpc error making call: ";
    static final String NO_LEADER = "No cluster leader";

    private RemoteErrors() { }

    static CuriaException of(String text) {
        return new CuriaException(kind(text), PREFIX + text);
    }

    /** Whether the other side has done nothing and asks to try again. */
    static boolean nothingDone(String text) {
        return text.endsWith(NO_LEADER) || text.contains("Not ready to serve consistent reads")
                || text.endsWith("server is not ready");
    }

    private static Kind kind(String text) {
        if (nothingDone(text)) {
            return Kind.NO_LEADER;
        }
        if (text.contains("Permission denied") || text.contains("ACL not found")) {
            return Kind.DENIED;
        }
        return text.contains("Query not found") ? Kind.NOT_FOUND : Kind.FAILED;
    }
}

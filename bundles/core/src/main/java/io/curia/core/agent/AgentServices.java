package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.Codec;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/** How the agent shows its services. */
final class AgentServices {
    private static final int HASH_BYTES = 8;

    private AgentServices() { }

    static AgentService view(NodeService s, String datacenter) {
        return new AgentService(s.kind(), s.id(), s.service(), s.tags() == null ? List.of() : s.tags(),
                s.meta() == null ? Map.of() : s.meta(), s.port(), s.address(), s.socketPath(), s.taggedAddresses(),
                s.weights(), s.enableTagOverride(), 0, 0, "", s.kind().isEmpty() || s.proxy().equals(Proxy.NONE) ? null
                        : s.proxy(), s.connect().equals(ServiceConnect.NONE) ? null : s.connect(), datacenter);
    }

    /** With the hash of everything else, 16 hexadecimal digits. */
    static AgentService hashed(AgentService s, Codec codec) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(codec.json(s, false));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        StringBuilder hash = new StringBuilder();
        for (int i = 0; i < HASH_BYTES; i++) {
            hash.append(Character.forDigit(digest[i] >> 4 & 0xf, 16)).append(Character.forDigit(digest[i] & 0xf, 16));
        }
        return new AgentService(s.kind(), s.id(), s.service(), s.tags(), s.meta(), s.port(), s.address(), s.socketPath(),
                s.taggedAddresses(), s.weights(), s.enableTagOverride(), s.createIndex(), s.modifyIndex(),
                hash.toString(), s.proxy(), s.connect(), s.datacenter());
    }
}

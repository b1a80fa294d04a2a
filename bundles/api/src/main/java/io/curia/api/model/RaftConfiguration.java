package io.curia.api.model;

import java.util.List;

/** The servers of the consensus; {@code index} of the newest entry that the answering server has applied. */
public record RaftConfiguration(List<RaftServer> servers, long index) {
    /** A server of the consensus. */
    public record RaftServer(@Wire("ID") String id, String node, String address, boolean leader, String protocolVersion,
            boolean voter) { }
}

package io.curia.api.agent;

import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What can be asked of the agent as a whole. Refusals are {@link io.curia.api.op.CuriaException}s. */
public interface AgentControl {
    /** The name of the agent's node. */
    String nodeName();

    /** The node's id, a UUID. */
    String nodeID();

    /** The agent's datacenter. */
    String datacenter();

    /** Whether it is a server. */
    boolean server();

    /** The release that the agent is compatible with, for example {@code 1.10.11}. */
    String version();

    /** The agent's secret for requests that bring none, "" for none. */
    String defaultToken();

    /** The statistics of {@code consul info}: values by name by section. */
    Map<String, Map<String, String>> stats();

    /** The node's metadata. */
    Map<String, String> meta();

    /** Every field of the runtime configuration, secrets hidden. */
    Map<String, Object> debugConfig();

    /** The node's own network coordinate, or null when disabled. */
    Coordinate coordinate();

    /** The members of the LAN or WAN pool. */
    List<Member> members(boolean wan);

    /** This agent as a member of the LAN pool. */
    Member self();

    /** Joins the pool of the member at an address; ends with the number of members reached. */
    CompletableFuture<Integer> join(String address, boolean wan);

    /** Declares a failed member as left. */
    void forceLeave(String node, boolean prune, boolean wan);

    /** Leaves the cluster; ends when done, shortly before the process ends. */
    CompletableFuture<Void> leave();

    /** Reads the configuration, definitions and bundles again; answers what was applied, a line each. */
    List<String> reload();

    /** Sets one of the agent's tokens; NOT_FOUND for an unknown name. */
    void setToken(String name, String secret);

    /** A consistent copy of a datacenter's whole state ("": the own one's) in the archive format, gzip'd tar. */
    CompletableFuture<SnapshotArchive> snapshot(String datacenter, boolean stale, String token);

    /** Replaces a datacenter's whole state ("": the own one's) by that of an archive. */
    CompletableFuture<Void> restore(String datacenter, byte[] archive, String token);

    /** A snapshot and the index that it is of. */
    record SnapshotArchive(byte[] content, long index) { }

    /** Addresses of the servers of this datacenter's consensus, and of its leader ("" for none). */
    record ServerAddresses(String leader, List<String> peers) { }

    /** The servers, as this agent knows them. */
    ServerAddresses servers();

    /**
     * When the majority of servers is lost for good: makes this server alone the whole cluster, on its own log (see
     * {@link io.curia.api.consensus.Consensus#recover}). Refused while a leader is known.
     */
    CompletableFuture<Void> recoverAlone();
}

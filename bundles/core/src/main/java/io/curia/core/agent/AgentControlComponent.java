package io.curia.core.agent;

import io.curia.api.agent.AgentControl;
import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.api.op.CuriaException;
import io.curia.api.platform.ConfigService;
import io.curia.api.platform.Lifecycle;
import io.curia.api.platform.PluginDirectory;
import io.curia.api.platform.ReloadRefusedException;
import io.curia.api.platform.ReloadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked of the agent as a whole, answered by whichever services are there. */
@Component(service = AgentControl.class)
public final class AgentControlComponent implements AgentControl {
    private static final Logger LOG = LoggerFactory.getLogger(AgentControlComponent.class);
    /** How long a reload waits for the agent to have taken its configuration in. */
    private static final long RELOAD_MILLIS = 10_000;
    /** Long enough for the answer to a request to leave to get out. */
    private static final long FAREWELL_MILLIS = 200;
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    /** How long a server that leaves waits to be taken out of the consensus, and between two looks. */
    private static final long LEAVE_MILLIS = 5_000;
    private static final long LEAVE_LOOK_MILLIS = 50;
    private final LocalServicesComponent agent;
    private final CheckTypesComponent types;
    @Reference(target = "(pool=lan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile GossipPool lan;
    @Reference(target = "(pool=wan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile GossipPool wan;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Consensus consensus;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigService config;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PluginDirectory plugins;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Lifecycle lifecycle;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SnapshotSource snapshots;

    @Activate
    public AgentControlComponent(@Reference LocalServicesComponent agent, @Reference CheckTypesComponent types) {
        this.agent = agent;
        this.types = types;
    }

    @Override
    public String nodeName() {
        return agent.node().name();
    }

    @Override
    public String nodeID() {
        return agent.node().id();
    }

    @Override
    public String datacenter() {
        return agent.node().datacenter();
    }

    @Override
    public boolean server() {
        return agent.nodeConfig().server();
    }

    @Override
    public String version() {
        return Release.COMPATIBLE;
    }

    @Override
    public String defaultToken() {
        return agent.tokens().present().standard();
    }

    @Override
    public Map<String, Map<String, String>> stats() {
        Consensus engine = consensus;
        return AgentStats.of(agent.nodeConfig(), agent.agentStats(), engine == null ? null : engine.status(), lan, wan);
    }

    @Override
    public Map<String, String> meta() {
        return agent.node().meta();
    }

    @Override
    public Map<String, Object> debugConfig() {
        ConfigService service = config;
        return service == null ? Map.of() : service.debugConfig();
    }

    @Override
    public Coordinate coordinate() {
        GossipPool pool = lan;
        return pool == null || agent.nodeConfig().disable__coordinates() ? null : pool.coordinate();
    }

    @Override
    public List<Member> members(boolean inWan) {
        GossipPool pool = inWan ? wan : lan;
        return pool == null ? List.of() : pool.members();
    }

    @Override
    public Member self() {
        return pool(false).self();
    }

    private GossipPool pool(boolean inWan) {
        GossipPool pool = inWan ? wan : lan;
        if (pool == null) {
            throw CuriaException.failed(inWan && !server() ? "WAN join is only available on servers"
                    : "There is no gossip pool at present");
        }
        return pool;
    }

    @Override
    public CompletableFuture<Integer> join(String address, boolean inWan) {
        try {
            return pool(inWan).join(List.of(address)).handle(AgentControlComponent::joined);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Integer joined(Integer reached, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
                    : failure;
            throw new CuriaException(CuriaException.Kind.FAILED, String.valueOf(cause.getMessage()), cause);
        }
        return reached;
    }

    @Override
    public void forceLeave(String node, boolean prune, boolean inWan) {
        boolean known = pool(inWan).forceLeave(node, prune);
        if (!inWan && wan != null) {
            known |= wan.forceLeave(node + "." + datacenter(), prune);
        }
        if (!known) {
            throw CuriaException.failed("agent: No node found with name '" + node + "'");
        }
    }

    @Override
    public CompletableFuture<Void> leave() {
        GossipPool local = lan;
        GossipPool wide = wan;
        LOG.info("Graceful leave initiated");
        boolean alone = local == null || local.members().size() <= 1;
        long drain = alone || !server() ? 0 : agent.nodeConfig().leave__drain__time__ms();
        agent.leave();
        return handOver().thenCompose(done -> wide == null ? DONE : wide.leave())
                .thenCompose(done -> local == null ? DONE : local.leave())
                .thenCompose(done -> after(drain))
                .thenCompose(done -> expelled(LEAVE_MILLIS / LEAVE_LOOK_MILLIS))
                .thenRun(() -> agent.timers().schedule(this::end, FAREWELL_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** A leader that goes lets another one lead first, so that hardly any time is without one. */
    private CompletableFuture<Void> handOver() {
        Consensus engine = consensus;
        if (engine == null || !engine.status().leading()
                || engine.status().peers().stream().filter(Consensus.Peer::voter).count() < 2) {
            return DONE;
        }
        return engine.transferLeadership("").handle((done, failure) -> {
            if (failure != null) {
                LOG.warn("no other server took over the lead: error=\"{}\"", failure.getMessage());
            }
            return null;
        });
    }

    /** Until the leader has taken this server out of the consensus, so that nobody counts on it any more. */
    private CompletableFuture<Void> expelled(long looks) {
        Consensus engine = consensus;
        if (engine == null || looks == 0 || engine.status().peers().size() < 2
                || engine.status().peers().stream().noneMatch(peer -> peer.id().equals(nodeID()))) {
            return DONE;
        }
        return after(LEAVE_LOOK_MILLIS).thenCompose(done -> expelled(looks - 1));
    }

    private CompletableFuture<Void> after(long millis) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        agent.timers().schedule(() -> over.complete(null), millis, TimeUnit.MILLISECONDS);
        return over;
    }

    private void end() {
        Lifecycle process = lifecycle;
        if (process == null) {
            LOG.error("It has left, but nothing here can end the process");
        } else {
            process.shutdown(0);
        }
    }

    @Override
    public List<String> reload() {
        List<String> lines = new ArrayList<>();
        PluginDirectory directory = plugins;
        // Bundles first: a check of the new configuration may be of a type that comes with it.
        if (directory != null) {
            lines.addAll(directory.rescan());
        }
        ConfigService service = config;
        if (service != null) {
            reload(service, lines);
        }
        agent.reconfigure();
        lines.forEach(line -> LOG.info("Reload: {}", line));
        return lines;
    }

    private void reload(ConfigService service, List<String> lines) {
        long before = agent.generation();
        ReloadReport report;
        try {
            report = service.reload(types.types().claimedFields());
        } catch (ReloadRefusedException e) {
            throw new CuriaException(CuriaException.Kind.FAILED, e.getMessage(), e);
        }
        report.applied().forEach(pid -> lines.add("applied " + pid));
        report.needRestart().forEach(key -> lines.add("takes effect after a restart: " + key));
        lines.addAll(report.warnings());
        long expected = report.applied().stream()
                .filter(pid -> pid.equals("io.curia.node") || pid.equals("io.curia.agent")).count();
        try {
            if (expected > 0 && !agent.awaitGeneration(before + expected - 1, RELOAD_MILLIS)) {
                LOG.warn("The new configuration has not arrived yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CuriaException(CuriaException.Kind.FAILED, "reload was interrupted", e);
        }
    }

    @Override
    public void setToken(String name, String secret) {
        agent.tokens().set(name, secret);
    }

    @Override
    public CompletableFuture<SnapshotArchive> snapshot(String datacenter, boolean stale, String token) {
        SnapshotSource source = snapshots;
        return source == null ? CompletableFuture.failedFuture(noSnapshots())
                : source.snapshot(datacenter, stale, token);
    }

    @Override
    public CompletableFuture<Void> restore(String datacenter, byte[] archive, String token) {
        SnapshotSource source = snapshots;
        return source == null ? CompletableFuture.failedFuture(noSnapshots())
                : source.restore(datacenter, archive, token);
    }

    private static CuriaException noSnapshots() {
        return CuriaException.failed("Snapshots are not available on this agent");
    }

    @Override
    public CompletableFuture<Void> recoverAlone() {
        Consensus engine = consensus;
        if (engine == null) {
            return CompletableFuture.failedFuture(CuriaException.failed("There is no consensus on this agent"));
        }
        Consensus.Status status = engine.status();
        if (!status.leaderAddress().isEmpty()) {
            return CompletableFuture.failedFuture(CuriaException.failed("the cluster has a leader (" + status.leaderAddress()
                    + "): there is nothing to recover"));
        }
        Consensus.Peer self = status.peers().stream().filter(peer -> peer.id().equals(nodeID())).findFirst().orElse(null);
        if (self == null) {
            return CompletableFuture.failedFuture(CuriaException.failed("this server is in no cluster"));
        }
        LOG.warn("Recovering the cluster with this server alone: servers given up={}",
                status.peers().stream().filter(peer -> peer != self).map(Consensus.Peer::address).toList());
        return engine.recover(List.of(new Consensus.Peer(self.id(), self.address(), true))).handle((done, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause() : failure;
                throw new CuriaException(CuriaException.Kind.FAILED, String.valueOf(cause.getMessage()), cause);
            }
            return null;
        });
    }

    @Override
    public ServerAddresses servers() {
        Consensus engine = consensus;
        if (engine != null) {
            Consensus.Status status = engine.status();
            return new ServerAddresses(status.leaderAddress(),
                    status.peers().stream().map(Consensus.Peer::address).sorted().toList());
        }
        return new ServerAddresses("", members(false).stream().filter(AgentStats::server)
                .map(member -> member.addr() + ":" + member.tags().getOrDefault("port", "8300")).sorted().toList());
    }
}

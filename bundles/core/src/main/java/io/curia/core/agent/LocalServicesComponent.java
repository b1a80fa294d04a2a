package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.Codec;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.LocalServices;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.HealthCheck;
import io.curia.api.op.CuriaException;
import io.curia.api.platform.Lifecycle;
import io.curia.core.agent.check.CheckScheduler;
import io.curia.core.agent.persist.DefinitionStore;
import io.curia.core.agent.persist.FileDefinitionStore;
import io.curia.core.agent.persist.TokenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds, configures and ends the engines of the local agent. */
@Component(service = {LocalServices.class, LocalServicesComponent.class}, immediate = true,
        configurationPid = {"io.curia.node", "io.curia.agent"}, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LocalServicesComponent implements LocalServices {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServicesComponent.class);
    private final DefinitionParser parser;
    private final Codec codec;
    private final AgentThreads threads = new AgentThreads();
    private final Random random = new Random();
    private final LocalState state;
    private final CheckScheduler scheduler;
    private final LocalAgent agent;
    private final List<Runnable> reconfigured = new CopyOnWriteArrayList<>();
    private final List<Runnable> leaving = new CopyOnWriteArrayList<>();
    private volatile NodeConfig nodeConfig;
    private volatile AgentConfig agentConfig;
    private volatile NodeIdentity node;
    private volatile AgentSettings settings;
    private final AgentTokens tokens;
    private long generation;

    @Activate
    public LocalServicesComponent(@Reference Codec codec, @Reference DefinitionParser parser,
            @Reference CheckTypesComponent types, NodeConfig nodeConfig, AgentConfig agentConfig,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Lifecycle process) throws Exception {
        this.parser = parser;
        this.codec = codec;
        tokens = new AgentTokens(AgentSetup.tokens(agentConfig));
        adopt(nodeConfig, agentConfig);
        long origin = System.nanoTime();
        state = new LocalState(node.datacenter(), () -> settings, () -> System.nanoTime() - origin, random,
                threads.timers());
        scheduler = new CheckScheduler(types.types(), threads.timers(), threads.threads(), threads.blocking(), random,
                new CheckScheduler.Sink() {
                    @Override
                    public void result(String checkID, String status, String output) {
                        state.update(checkID, status, output);
                    }

                    @Override
                    public String output(String checkID) {
                        HealthCheck check = state.check(checkID);
                        return check == null ? "" : check.output();
                    }
                }, node.name());
        DefinitionStore store = nodeConfig.data__dir().isEmpty() ? DefinitionStore.NONE
                : new FileDefinitionStore(Path.of(nodeConfig.data__dir()), codec);
        agent = new LocalAgent(node, () -> settings, state, scheduler, types.types(), store, codec, Clock.systemUTC(),
                threads.timers());
        agent.restore();
        try {
            configure();
        } catch (CuriaException e) {
            // The agent's own definitions do not hold: it must not start.
            if (process == null) {
                scheduler.close();
                threads.close();
                throw e;
            }
            LOG.error("Error starting agent: error=\"{}\"", e.getMessage());
            process.shutdown(1);
        }
        long pause = settings.checkReapIntervalMillis();
        threads.timers().scheduleWithFixedDelay(this::reap, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void adopt(NodeConfig newNode, AgentConfig newAgent) {
        nodeConfig = newNode;
        agentConfig = newAgent;
        node = AgentSetup.identity(newNode);
        settings = AgentSetup.settings(newAgent);
        tokens.configure(AgentSetup.tokens(newAgent));
        tokens.keepIn(newAgent.enable__token__persistence() && !newNode.data__dir().isEmpty()
                ? new TokenFile(Path.of(newNode.data__dir()), codec) : null);
    }

    @Modified
    void modified(NodeConfig newNode, AgentConfig newAgent) {
        adopt(newNode, newAgent);
        try {
            configure();
        } catch (CuriaException e) {
            // Whoever asked for a reload is told by reconfigure().
            LOG.error("{}", e.getMessage());
        }
        reconfigured.forEach(Runnable::run);
        synchronized (this) {
            generation++;
            notifyAll();
        }
    }

    /**
     * Applies the present configuration again: brings back what has been deregistered since.
     *
     * @throws CuriaException when a definition is refused; the others are in force
     */
    void reconfigure() {
        configure();
    }

    private void configure() {
        List<ServiceDefinition> services = new ArrayList<>();
        List<CheckDefinition> checks = new ArrayList<>();
        for (String json : agentConfig.services()) {
            services.add(parser.service(json.getBytes(StandardCharsets.UTF_8)));
        }
        for (String json : agentConfig.checks()) {
            checks.add(parser.check(json.getBytes(StandardCharsets.UTF_8)));
        }
        List<String> problems = agent.configure(services, checks);
        if (!problems.isEmpty()) {
            throw CuriaException.failed(String.join("; ", problems));
        }
    }

    private void reap() {
        threads.blocking().execute(agent::reap);
    }

    @Deactivate
    void deactivate() throws Exception {
        scheduler.close();
        threads.close();
    }

    /** How often the configuration has been applied anew. */
    synchronized long generation() {
        return generation;
    }

    /** Waits until the configuration has been applied more than {@code before} times, at most so long. */
    synchronized boolean awaitGeneration(long before, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (generation <= before) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Runs after the configuration has changed. The handle removes it. */
    AutoCloseable onReconfigured(Runnable listener) {
        reconfigured.add(listener);
        return () -> reconfigured.remove(listener);
    }

    /** Who is told when the agent begins to leave. */
    AutoCloseable onLeave(Runnable listener) {
        leaving.add(listener);
        return () -> leaving.remove(listener);
    }

    /** The agent is about to leave. */
    void leave() {
        leaving.forEach(Runnable::run);
    }

    NodeConfig nodeConfig() {
        return nodeConfig;
    }

    AgentConfig agentConfig() {
        return agentConfig;
    }

    NodeIdentity node() {
        return node;
    }

    AgentTokens tokens() {
        return tokens;
    }

    LocalState state() {
        return state;
    }

    ScheduledExecutorService timers() {
        return threads.timers();
    }

    Executor blocking() {
        return threads.blocking();
    }

    Map<String, String> agentStats() {
        return agent.stats();
    }

    @Override
    public Map<String, AgentService> services() {
        return agent.services();
    }

    @Override
    public AgentService service(String id) {
        return agent.service(id);
    }

    @Override
    public CompletableFuture<AgentService> awaitService(String id, String hash, long waitMillis) {
        return agent.awaitService(id, hash, waitMillis);
    }

    @Override
    public Map<String, HealthCheck> checks() {
        return agent.checks();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return agent.onChange(listener);
    }

    @Override
    public void register(ServiceDefinition definition, boolean replaceExistingChecks, String token) {
        agent.register(definition, replaceExistingChecks, token);
    }

    @Override
    public void deregisterService(String id) {
        agent.deregisterService(id);
    }

    @Override
    public void register(CheckDefinition definition, String token) {
        agent.register(definition, token);
    }

    @Override
    public void deregisterCheck(String id) {
        agent.deregisterCheck(id);
    }

    @Override
    public void updateTtl(String checkID, String status, String output) {
        agent.updateTtl(checkID, status, output);
    }

    @Override
    public void nodeMaintenance(boolean enable, String reason, String token) {
        agent.nodeMaintenance(enable, reason, token);
    }

    @Override
    public void serviceMaintenance(String serviceID, boolean enable, String reason, String token) {
        agent.serviceMaintenance(serviceID, enable, reason, token);
    }
}

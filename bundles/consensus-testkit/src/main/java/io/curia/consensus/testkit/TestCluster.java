package io.curia.consensus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** Servers of one engine over a {@link MemoryNetwork}, each with a folder and a state machine, that tests start and stop. */
public final class TestCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Makes an engine on a folder; returns once it is open, with or without a leader. */
    public interface Starter {
        ConsensusContract.Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine)
                throws Exception;
    }

    /** One server; its engine is null while it is stopped. */
    public static final class Server {
        public final Peer self;
        public final Path data;
        public volatile Consensus consensus;
        public volatile RecordingStateMachine machine;
        private AutoCloseable handle;

        private Server(Peer self, Path data) {
            this.self = self;
            this.data = data;
        }

        public String address() {
            return self.address();
        }

        public boolean isUp() {
            return consensus != null;
        }

        @Override
        public String toString() {
            return self.id();
        }
    }

    public final MemoryNetwork network;
    private final Starter starter;
    private final Path folder;
    private final List<Server> servers = new ArrayList<>();

    public TestCluster(Path folder, long seed, Starter starter) {
        this.folder = folder;
        this.network = new MemoryNetwork(seed);
        this.starter = starter;
    }

    /** Starts so many new servers, which have no peers yet. */
    public List<Server> add(int count) throws Exception {
        List<Server> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = servers.size() + 1;
            Server server = new Server(new Peer("server-" + number, "127.0.0." + number + ":8300", true),
                    folder.resolve("server-" + number));
            servers.add(server);
            added.add(server);
            start(server);
        }
        return added;
    }

    /** Starts a server, with a new state machine, on what is in its folder. */
    public void start(Server server) throws Exception {
        server.machine = new RecordingStateMachine();
        ConsensusContract.Engine engine = starter.start(server.data, server.self, network.at(server.address()), server.machine);
        server.handle = engine.handle();
        server.consensus = engine.consensus();
    }

    public void stop(Server server) throws Exception {
        if (server.isUp()) {
            AutoCloseable handle = server.handle;
            server.consensus = null;
            server.handle = null;
            handle.close();
            assertThat(server.machine.violation()).isNull();
        }
    }

    /** Restarts a server, its folder and its id, at another address. */
    public Server move(Server server, String address) throws Exception {
        stop(server);
        Server moved = new Server(new Peer(server.self.id(), address, true), server.data);
        servers.set(servers.indexOf(server), moved);
        start(moved);
        return moved;
    }

    /** Everything that a stopped server had on disk is lost. */
    public void wipe(Server server) throws IOException {
        try (Stream<Path> files = Files.walk(server.data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Starts new servers as one cluster; returns when there is a leader that all know. */
    public List<Server> bootstrapped(int count) throws Exception {
        List<Server> members = add(count);
        List<Peer> peers = members.stream().map(server -> server.self).toList();
        List<CompletableFuture<Void>> told = members.stream().map(member -> member.consensus.bootstrap(peers)).toList();
        for (CompletableFuture<Void> each : told) {
            get(each);
        }
        leaderKnownTo(members);
        return members;
    }

    /** The server that leads, once there is one. */
    public Server leader() {
        return leaderOf(servers);
    }

    public Server leaderOf(List<Server> among) {
        soon().until(() -> leading(among).isPresent());
        return leading(among).orElseThrow();
    }

    /** The newest of those that think they lead. */
    private static Optional<Server> leading(List<Server> among) {
        return among.stream().filter(server -> {
            Consensus consensus = server.consensus;
            return consensus != null && consensus.status().leading();
        }).max(Comparator.comparingLong(server -> server.consensus == null ? -1 : server.consensus.status().term()));
    }

    /** The leader, once all the others that are up know it. */
    public Server leaderKnownTo(List<Server> members) {
        soon().until(() -> {
            Optional<Server> leader = leading(members);
            return leader.isPresent() && members.stream().filter(Server::isUp).allMatch(server -> {
                Consensus.Status status = server.consensus.status();
                return status.leaderId().equals(leader.get().self.id())
                        && status.leaderAddress().equals(leader.get().address());
            });
        });
        return leading(members).orElseThrow();
    }

    public List<Server> servers() {
        return List.copyOf(servers);
    }

    /** Those that are up and are not the given one. */
    public List<Server> others(Server than) {
        return servers.stream().filter(server -> server != than && server.isUp()).toList();
    }

    /** Writes through whoever leads, as a client does: again elsewhere when nothing was written. */
    public Applied write(String command) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return get(leader().consensus.apply(bytes(command)));
            } catch (ExecutionException e) {
                boolean again = e.getCause() instanceof ConsensusException refusal
                        && refusal.reason() == ConsensusException.Reason.NOT_LEADER;
                if (!again || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** Writes {@code prefix0 ...}, all at once. */
    public void writeAll(String prefix, int count) throws Exception {
        Consensus consensus = leader().consensus;
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(consensus.apply(bytes(prefix + i)));
        }
        for (CompletableFuture<Applied> future : futures) {
            get(future);
        }
    }

    /** Waits until the servers have applied the same commands, the given one last. */
    public void awaitEqual(List<Server> members, String last) {
        soon().untilAsserted(() -> {
            List<String> expected = members.get(0).machine.commands();
            assertThat(expected).isNotEmpty().last().isEqualTo(last);
            for (Server member : members) {
                assertThat(member.machine.commands()).as(member.toString()).isEqualTo(expected);
            }
        });
    }

    /** Waits with patience and looks often; what an engine's threads throw while they are stopped is no failure. */
    static ConditionFactory soon() {
        return await().dontCatchUncaughtExceptions().atMost(PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stops all servers at the same time, as most of a stop is waiting. */
    @Override
    public void close() throws Exception {
        stopAll();
        network.close();
    }

    /** Stops all servers that are up. */
    public void stopAll() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> stopping = new ArrayList<>();
        for (Server server : servers) {
            Thread thread = new Thread(() -> {
                try {
                    stop(server);
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            }, "stop-" + server);
            thread.start();
            stopping.add(thread);
        }
        for (Thread thread : stopping) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}

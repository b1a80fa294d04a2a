package io.curia.gossip;

import io.curia.api.gossip.Member;
import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.net.Endpoint;
import io.curia.gossip.net.EventLoop;
import io.curia.gossip.serf.Deliveries;
import io.curia.gossip.serf.KeyStore;
import io.curia.gossip.serf.Serf;
import io.curia.gossip.serf.SerfConfig;
import io.curia.gossip.serf.SerfEnvironment;
import io.curia.gossip.serf.Snapshot;
import io.curia.gossip.swim.Lifeguard;
import io.curia.gossip.swim.Swim;
import io.curia.gossip.swim.SwimConfig;
import io.curia.gossip.swim.Timing;
import io.curia.gossip.wire.PacketCodec;
import io.curia.gossip.wire.StreamCodec;
import io.curia.gossip.wire.Wrapping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/** One pool, put together on a loop that it may share: sockets, engine, files, and the thread of its listeners. */
final class Pool implements AutoCloseable {
    private final PoolSettings settings;
    private final EventLoop loop;
    private final Threads threads;
    private final Logger log;
    private final ThreadPoolExecutor events;
    private final Endpoint endpoint;
    private final Swim swim;
    private final Serf serf;
    private final SerfPool service;
    private final Snapshot.Content before;
    private boolean started;

    /**
     * Binds, and is not yet a member.
     *
     * @param random for choices, not for secrets
     * @throws IOException with one line for the log, when it cannot be
     */
    Pool(PoolSettings settings, EventLoop loop, Threads threads, RandomGenerator random, Logger log) throws IOException {
        this.settings = settings;
        this.loop = loop;
        this.threads = threads;
        this.log = log;
        SecureRandom nonces = settings.keys().isEmpty() ? null : new SecureRandom();
        Keyring keyring = new Keyring(settings.keys(), nonces);
        Wrapping wrapping = new Wrapping(keyring, true, settings.verifyIncoming(), settings.verifyOutgoing());
        StreamCodec streams = new StreamCodec(wrapping);
        endpoint = new Endpoint(loop, settings.bind(), streams, from -> settings.allowed().test(from.getAddress()),
                settings.timing().streamTimeout(), log);
        InetSocketAddress address = settings.advertise().getPort() != 0 ? settings.advertise()
                : new InetSocketAddress(settings.advertise().getAddress(), endpoint.address().getPort());
        events = Threads.events(settings.label());
        Deliveries deliveries = new Deliveries(events, log);
        SnapshotFile file = settings.snapshotFile() == null ? null
                : new SnapshotFile(settings.snapshotFile(), threads.files(), log);
        before = file == null ? Snapshot.Content.NONE : file.read(settings.rejoinAfterLeave());
        Snapshot snapshot = file == null ? null : new Snapshot(file, before, file.size());
        Member self = new Member(settings.name(), address.getAddress().getHostAddress(), address.getPort(),
                settings.tags(), Member.ALIVE, 1, 5, 2, 2, 5, 4);
        serf = new Serf(new SerfConfig(settings.name(), settings.tags(), settings.policy(), settings.reconnectNanos(),
                settings.coordinates()), self, new SerfEnvironment(loop, loop, random, keyring, keyStore(), deliveries,
                snapshot, log));
        swim = new Swim(new SwimConfig(settings.name(), address, settings.timing(), Lifeguard.ALL, settings.allowed()),
                loop, random, endpoint, new PacketCodec(wrapping), streams, serf, log);
        service = new SerfPool(serf, swim, keyring, deliveries,
                new Joiner(serf, swim, loop, threads.lookups(), address.getPort()), loop, settings.tags());
    }

    private KeyStore keyStore() {
        if (settings.keyringFile() == null) {
            return KeyStore.NONE;
        }
        KeyringFile file = new KeyringFile(settings.keyringFile());
        return (keys, done) -> {
            try {
                threads.files().execute(() -> save(file, keys, done));
            } catch (RejectedExecutionException e) {
                done.accept("encountered error while writing keyring: the disk is too slow");
            }
        };
    }

    private void save(KeyringFile file, List<String> keys, Consumer<String> done) {
        String problem = null;
        try {
            file.write(keys);
        } catch (IOException e) {
            problem = "encountered error while writing keyring: " + e;
        }
        String result = problem;
        loop.execute(() -> done.accept(result));
    }

    SerfPool service() {
        return service;
    }

    /** Becomes a member; on the loop's thread, soon. */
    void start() {
        started = true;
        loop.execute(() -> {
            try {
                endpoint.open(swim);
                serf.start(swim, before);
                rejoin();
            } catch (IOException e) {
                log.error("Could not open the gossip port: {}", e.toString());
            }
        });
    }

    /** Through those who were there when this agent was last. */
    private void rejoin() {
        List<String> known = new ArrayList<>(before.addresses(settings.name()));
        if (!known.isEmpty()) {
            Collections.shuffle(known, new java.util.Random(loop.nanos()));
            rejoin(known, 0);
        }
    }

    private void rejoin(List<String> known, int at) {
        if (at == known.size()) {
            log.warn("Failed to re-join any previously known node");
            return;
        }
        log.info("Attempting re-join to previously known node: {}", known.get(at));
        service.join(List.of(known.get(at))).whenComplete((reached, failure) -> {
            if (failure == null) {
                log.info("Re-joined to previously known node: {}", known.get(at));
            } else {
                rejoin(known, at + 1);
            }
        });
    }

    void timing(Timing timing) {
        loop.execute(() -> swim.timing(timing));
    }

    /** Is gone without leaving, unless it has left; on the loop's thread, soon. The loop must still run. */
    @Override
    public void close() {
        loop.execute(() -> {
            try {
                if (started) {
                    serf.stop();
                }
                endpoint.close();
            } catch (IOException e) {
                log.debug("While closing: {}", e.toString());
            }
        });
        events.shutdown();
    }

    Map<String, String> tags() {
        return service.tags();
    }
}

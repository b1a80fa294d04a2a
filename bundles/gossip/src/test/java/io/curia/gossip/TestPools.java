package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.gossip.net.EventLoop;
import io.curia.gossip.serf.MergePolicy;
import io.curia.gossip.swim.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pools on 127.0.0.x with real sockets, a loop each. */
final class TestPools implements AutoCloseable {
    static final Timing FAST = Timing.LAN.with(100, 50, 20, 3, 3, 4);
    private static final Logger LOG = LoggerFactory.getLogger("gossip.test");
    private final List<Running> running = new ArrayList<>();

    /** One that can be killed. */
    static final class Running {
        private final EventLoop loop;
        private final Threads threads;
        private final Pool pool;
        private boolean dead;

        Running(PoolSettings settings) throws IOException {
            loop = new EventLoop("gossip-" + settings.name(), System::nanoTime, LOG);
            threads = new Threads();
            pool = new Pool(settings, loop, threads, new SplittableRandom(settings.name().hashCode()), LOG);
            loop.start();
            pool.start();
        }

        SerfPool service() {
            return pool.service();
        }

        String address() {
            Member self = pool.service().self();
            return self.addr() + ":" + self.port();
        }

        void kill() {
            if (!dead) {
                dead = true;
                try {
                    pool.close();
                    loop.close();
                    threads.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        int status(String member) {
            for (Member m : service().members()) {
                if (m.name().equals(member)) {
                    return m.status();
                }
            }
            return 0;
        }
    }

    /** What a pool is made of, to be changed where a test wants it. */
    static final class Recipe {
        String name;
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Timing timing = FAST;
        Map<String, String> tags = Map.of("role", "test");
        MergePolicy policy = MergePolicy.ANY;
        List<byte[]> keys = List.of();
        boolean verifyIncoming = true;
        boolean verifyOutgoing = true;
        Path directory;
        boolean rejoin;
        Cidrs allowed = new Cidrs();

        Recipe(String name) {
            this.name = name;
        }

        Recipe keys(String... base64) {
            keys = new ArrayList<>();
            for (String key : base64) {
                keys.add(Base64.getDecoder().decode(key));
            }
            return this;
        }

        PoolSettings settings() {
            return new PoolSettings("lan", name, bind, bind, timing, tags, policy, allowed, keys, verifyIncoming,
                    verifyOutgoing, directory == null ? null : directory.resolve("serf/local.keyring"),
                    directory == null ? null : directory.resolve("serf/local.snapshot"), rejoin, 3_600_000_000_000L, true);
        }
    }

    Running start(String name) throws IOException {
        return start(new Recipe(name));
    }

    Running start(Recipe recipe) throws IOException {
        Running started = new Running(recipe.settings());
        running.add(started);
        return started;
    }

    static int alive(GossipPool pool) {
        int count = 0;
        for (Member member : pool.members()) {
            count += member.status() == Member.ALIVE ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        for (Iterator<Running> all = running.iterator(); all.hasNext();) {
            all.next().kill();
        }
    }
}

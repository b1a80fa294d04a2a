package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.model.NodeService;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.LocalDispatcher;
import io.curia.core.dispatch.Nowhere;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.filter.CachingFilters;
import io.curia.core.fsm.Cluster;
import io.curia.core.ops.HealthReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads and a real store: whoever applies the events has in the end what the catalog has. */
@Timeout(60)
class FollowersTest {
    private static final int FOLLOWERS = 6;
    private static final int WRITES = 2000;
    private static final byte[] WEB = {8, 1, 0x12, 3, 'w', 'e', 'b'};

    private final Cluster cluster = new Cluster();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService refreshers = Executors.newFixedThreadPool(2);
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private LocalDispatcher dispatcher;
    private Subscriptions subscriptions;

    @BeforeEach
    void start() {
        OperationTable table = new OperationTable();
        HealthReads.addTo(table);
        dispatcher = new LocalDispatcher(new LocalDispatcher.Settings("dc1", 300_000, 600_000), table, cluster.store,
                () -> null, new CachingFilters(), cluster.msgpack, refreshers, timers, new Random(1), new Nowhere(),
                new Hold(50, timers, new Random(1), System::nanoTime));
        subscriptions = new Subscriptions(dispatcher);
    }

    @AfterEach
    void stop() throws Exception {
        subscriptions.close();
        dispatcher.close();
        readers.shutdownNow();
        refreshers.shutdownNow();
        timers.shutdownNow();
    }

    private static NodeService web(String id, int port) {
        NodeService like = Cluster.service("web");
        return new NodeService("", id, "web", like.tags(), "", null, null, port, "", like.weights(), false, like.proxy(),
                like.connect(), 0, 0);
    }

    /** Applies what it is told to a copy of the catalog; asks for some events at a time, on another thread. */
    private final class Follower implements Flow.Subscriber<byte[]> {
        private final Map<String, Boolean> ids = new TreeMap<>();
        private final int batch;
        private Flow.Subscription subscription;
        private int open;
        private long lastIndex;
        private volatile String failure;

        Follower(int batch) {
            this.batch = batch;
        }

        @Override
        public void onSubscribe(Flow.Subscription its) {
            subscription = its;
            ask();
        }

        private void ask() {
            open = batch;
            readers.execute(() -> subscription.request(batch));
        }

        @Override
        public void onNext(byte[] event) {
            for (String said : Subscriber.flat(event)) {
                String[] parts = said.split(" ");
                long index = Long.parseLong(parts[0]);
                if (index < lastIndex) {
                    failure = "index " + index + " after " + lastIndex;
                }
                lastIndex = index;
                synchronized (ids) {
                    if (parts[1].startsWith("+")) {
                        ids.put(parts[1].substring(1), true);
                    } else if (parts[1].startsWith("-") && ids.remove(parts[1].substring(1)) == null) {
                        failure = "gone without having been there: " + parts[1];
                    }
                }
            }
            if (--open == 0) {
                ask();
            }
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause.toString();
        }

        @Override
        public void onComplete() {
            failure = "completed";
        }

        private List<String> ids() {
            synchronized (ids) {
                return List.copyOf(ids.keySet());
            }
        }
    }

    @Test
    void everyFollowerHasInTheEndWhatTheCatalogHas() {
        List<Follower> followers = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < WRITES; i++) {
            if (i % (WRITES / FOLLOWERS) == 0) {
                Follower follower = new Follower(1 + 3 * followers.size());
                followers.add(follower);
                subscriptions.stream(Subscriptions.SUBSCRIBE, WEB).subscribe(follower);
            }
            String id = "web-" + random.nextInt(40);
            if (random.nextInt(3) == 0) {
                cluster.deregister("n1", id, "");
            } else {
                cluster.register("n1", web(id, random.nextInt(5)), null);
            }
        }
        List<String> expected = new ArrayList<>();
        cluster.state().servicesByName.forEach(row -> expected.add(row.service().id()));
        expected.sort(null);
        assertThat(expected).isNotEmpty();
        for (Follower follower : followers) {
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(follower.ids()).isEqualTo(expected));
            assertThat(follower.failure).isNull();
        }
        subscriptions.close();
        await().untilAsserted(() -> assertThat(followers).allMatch(
                follower -> follower.failure.contains("the server stops")));
    }

    @Test
    void oneChangeIsToldOnceAndOnlyToItsFollowers() {
        cluster.register("n1", web("web-1", 1), null);
        Subscriber web = new Subscriber(100);
        subscriptions.stream(Subscriptions.SUBSCRIBE, WEB).subscribe(web);
        Subscriber other = new Subscriber(100);
        subscriptions.stream(Subscriptions.SUBSCRIBE, new byte[] {8, 1, 0x12, 2, 'd', 'b'}).subscribe(other);
        assertThat(web.said()).containsExactly("1 +web-1", "1 end");
        assertThat(other.said()).hasSize(1).allMatch(said -> said.endsWith(" end"));
        cluster.register("n1", null, Cluster.check("n1", "c", "web-1", "critical"));
        await().untilAsserted(() -> assertThat(web.said()).hasSize(3).last().isEqualTo("2 +web-1"));
        cluster.register("n1", null, Cluster.check("n1", "c", "web-1", "critical"));
        cluster.register("n2", web("web-1", 1), null);
        await().untilAsserted(() -> assertThat(web.said()).hasSize(4).last().isEqualTo("4 +web-1"));
        cluster.deregister("n1", "", "");
        await().untilAsserted(() -> assertThat(web.said()).hasSize(5).last().isEqualTo("5 -web-1"));
        assertThat(other.said()).hasSize(1);
        other.subscription.cancel();
        web.subscription.cancel();
    }
}

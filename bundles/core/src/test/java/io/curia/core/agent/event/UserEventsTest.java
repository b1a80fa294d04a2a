package io.curia.core.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.EventFeed.Snapshot;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.api.model.UserEvent;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import io.curia.core.dispatch.Nowhere;
import io.curia.core.dispatch.CallRate;
import io.curia.core.dispatch.RemoteDispatcher;
import io.curia.core.agent.ManualScheduler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserEventsTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Loop pool = new Loop();
    private final List<UserEvent> commands = new ArrayList<>();
    private final Map<String, AgentService> services = Map.of("web", new AgentService("", "web", "web",
            List.of("blue", "v1"), Map.of(), 0, "", "", null, Weights.DEFAULT, false, 0, 0, "", null, null, "dc1"));
    private final UserEvents events = new UserEvents("a", "dc1", () -> pool,
            new RemoteDispatcher(new Nowhere(), new CallRate(() -> 0)), () -> services,
            () -> UUID.randomUUID().toString(), commands::add, time);

    UserEventsTest() {
        pool.listener = events.listener();
    }

    private static UserEvent event(String name, String payload, String node, String service, String tag) {
        return new UserEvent("", name, payload == null ? null : payload.getBytes(StandardCharsets.UTF_8), node, service,
                tag, 0, 0);
    }

    private UserEvent fire(UserEvent event) {
        return events.fire(event, "", "").join();
    }

    @Test
    void anEventComesBackWithIdAndTime() {
        UserEvent fired = fire(event("deploy", "payload", "", "", ""));
        assertThat(fired.lamportTime()).isZero();
        assertThat(fired.version()).isEqualTo(1);
        Snapshot snapshot = events.events("deploy");
        assertThat(snapshot.events()).singleElement().satisfies(seen -> {
            assertThat(seen.id()).isEqualTo(fired.id());
            assertThat(seen.payload()).isEqualTo("payload".getBytes(StandardCharsets.UTF_8));
            assertThat(seen.lamportTime()).isEqualTo(7);
        });
        assertThat(snapshot.index()).isEqualTo(EventRing.index(fired.id()));
        assertThat(events.events("none")).isEqualTo(new Snapshot(List.of(), 1));
        assertThat(fire(event("deploy", "", "", "", "")).payload()).isNull();
        assertThat(events.events("deploy").events().get(1).payload()).isNull();
    }

    @Test
    void theIndexIsTheIdsHalvesCombined() {
        assertThat(EventRing.index("00000000-0000-0001-0000-000000000003")).isEqualTo(2);
        assertThat(EventRing.index("ffffffff-ffff-ffff-0000-000000000000")).isEqualTo(-1);
        assertThat(EventRing.index("no id")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "a|~~|~~|true", "^b$|~~|~~|false", "~~|web|~~|true", "~~|web|blue|true", "~~|web|green|false", "~~|db|~~|false",
        "~~|w.b|v[0-9]|true"})
    void onlyWhatConcernsTheAgentIsKept(String node, String service, String tag, boolean kept) {
        fire(event("e", null, node, service, tag));
        assertThat(events.events("e").events()).hasSize(kept ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "(|~~|~~|Invalid node filter: error parsing regexp: missing closing ): `(`",
        "~~|(|~~|Invalid service filter: error parsing regexp: missing closing ): `(`",
        "~~|x|(|Invalid tag filter: error parsing regexp: missing closing ): `(`",
        "~~|~~|x|Cannot provide tag filter without service filter"})
    void refusesFiltersThatMakeNoSense(String node, String service, String tag, String text) {
        assertThatThrownBy(() -> fire(event("e", null, node, service, tag))).cause().hasMessage(text);
        assertThat(pool.fired).isEmpty();
    }

    @Test
    void refusesWhatThePoolRefusesAndOtherDatacenters() {
        pool.refusal = "user event exceeds configured limit of 512 bytes before encoding";
        assertThatThrownBy(() -> fire(event("e", null, "", "", ""))).cause().isInstanceOf(CuriaException.class)
                .hasMessage(pool.refusal);
        assertThatThrownBy(() -> events.fire(event("e", null, "", "", ""), "dc2", "").join()).cause()
                .hasMessage("No path to datacenter");
        assertThatThrownBy(() -> fire(event("", null, "", "", ""))).cause().hasMessage("Missing name");
    }

    @Test
    void keepsTheNewestTwoHundredAndFiftySix() {
        for (int i = 0; i < 300; i++) {
            fire(event("e", Integer.toString(i), "", "", ""));
        }
        assertThat(events.events("").events()).hasSize(256);
        assertThat(events.events("").events().get(0).payload()).isEqualTo("44".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWaitEndsWithAnyOtherIndexOrAfterItsTime() {
        UserEvent first = fire(event("ev", "one", "", "", ""));
        long index = EventRing.index(first.id());
        assertThat(events.await("ev", 12345, 5_000)).isCompleted();
        CompletableFuture<Snapshot> wait = events.await("ev", index, 30_000);
        CompletableFuture<Snapshot> brief = events.await("ev", index, 500);
        fire(event("other", null, "", "", ""));
        assertThat(wait).isNotDone();
        time.advance(500);
        assertThat(brief.join().index()).isEqualTo(index);
        fire(event("ev", "two", "", "", ""));
        assertThat(wait.join().events()).hasSize(2);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void commandsAreHandedOnAndNotListed() {
        fire(event("_rexec", "{}", "", "", ""));
        assertThat(commands).hasSize(1);
        assertThat(events.events("").events()).isEmpty();
    }

    @Test
    void messagesOfOthersDoNoHarm() {
        pool.listener.onEvent("consul:new-leader", new byte[] {1}, 1);
        pool.listener.onEvent("consul:event:x", new byte[] {(byte) 0xc1}, 1);
        pool.listener.onEvent("consul:event:x", new byte[0], 1);
        assertThat(events.events("").events()).isEmpty();
    }

    @Test
    void textsTravelInTheOldForm() {
        fire(event("e", "p".repeat(40), "", "", ""));
        byte[] message = pool.fired.get(0);
        // 36 characters of id: raw16 (da), not str8 (d9); the payload likewise, not bin8 (c4).
        assertThat(message[4] & 0xff).isEqualTo(0xda);
        assertThat(new String(message, StandardCharsets.ISO_8859_1)).contains("Payload\u00da\u0000(pppp");
    }

    /** A pool that gives back what it gets. */
    private static final class Loop implements GossipPool {
        private final List<byte[]> fired = new ArrayList<>();
        private Listener listener;
        private String refusal;

        @Override
        public List<Member> members() {
            return List.of();
        }

        @Override
        public Member self() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Coordinate coordinate() {
            return Coordinate.ORIGIN;
        }

        @Override
        public Coordinate coordinate(String member) {
            return null;
        }

        @Override
        public CompletableFuture<List<QueryReply>> query(String name, byte[] payload, long timeoutMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean encrypted() {
            return false;
        }

        @Override
        public CompletableFuture<KeyReport> keys(KeyOperation operation, String key, int relayFactor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setTags(Map<String, String> tags) { }

        @Override
        public CompletableFuture<Integer> join(List<String> addresses) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> leave() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean forceLeave(String name, boolean prune) {
            return false;
        }

        @Override
        public long fire(String name, byte[] payload) {
            if (refusal != null) {
                throw new IllegalArgumentException(refusal);
            }
            fired.add(payload);
            listener.onEvent(name, payload, 7);
            return 7;
        }

        @Override
        public AutoCloseable listen(Listener added) {
            return () -> { };
        }

        @Override
        public Map<String, String> stats() {
            return Map.of();
        }
    }
}

package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.HealthOperations.ServiceRequest;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a subscriber is told, for reads whose answers the test gives. */
class SubscriptionsTest {
    private static final Node NODE = new Node("", "n", "10.0.0.1", "dc1", null, null, 1, 1);
    /** Service health of "web". */
    private static final byte[] WEB = {8, 1, 0x12, 3, 'w', 'e', 'b'};

    private final Reads reads = new Reads();
    private final Subscriptions subscriptions = new Subscriptions(reads);

    /** Reads that the test answers one after another. */
    private static final class Reads implements Dispatcher {
        final List<ReadOptions> options = new ArrayList<>();
        final List<ServiceRequest> requests = new ArrayList<>();
        CompletableFuture<Object> last;

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions how) {
            requests.add((ServiceRequest) request);
            options.add(how);
            last = new CompletableFuture<>();
            return (CompletableFuture) last;
        }

        void answer(long index, CheckServiceNode... instances) {
            last.complete(new Answer<>(List.of(instances), index, 0, true, Consistency.STALE));
        }

        @Override
        public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions how) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long storeIndex() {
            throw new UnsupportedOperationException();
        }
    }

    private static CheckServiceNode instance(String id, int port) {
        return new CheckServiceNode(NODE, new NodeService("", id, "web", null, "", null, null, port, "", null, false, null,
                null, 0, 0), List.of());
    }

    private Subscriber subscribe(byte[] request, long demand) {
        Subscriber subscriber = new Subscriber(demand);
        subscriptions.stream(Subscriptions.SUBSCRIBE, request).subscribe(subscriber);
        return subscriber;
    }

    private static byte[] withIndex(int index) {
        return new byte[] {8, 1, 0x12, 3, 'w', 'e', 'b', 0x20, (byte) index};
    }

    private static void assertEnded(Subscriber subscriber, Code code, String message) {
        assertThat(subscriber.errors).singleElement().isInstanceOfSatisfying(StatusException.class,
                end -> assertThat(end.code()).isEqualTo(code)).asString().contains(message);
    }

    @Test
    void shouldSendASnapshotAndThenWhatChanges() {
        Subscriber subscriber = subscribe(WEB, 100);
        assertThat(reads.requests).containsExactly(new ServiceRequest("web", Endpoint.SERVICE, List.of(), false, null, ""));
        assertThat(reads.options).containsExactly(new ReadOptions("", "", 0, 600_000, Consistency.STALE, 0, ""));
        reads.answer(7, instance("a", 1), instance("b", 1));
        assertThat(subscriber.said()).containsExactly("7 +a", "7 +b", "7 end");
        assertThat(reads.options).last().isEqualTo(new ReadOptions("", "", 7, 600_000, Consistency.STALE, 0, ""));
        reads.answer(8, instance("a", 1), instance("b", 2));
        reads.answer(9, instance("b", 2));
        reads.answer(12, instance("b", 3), instance("c", 1));
        assertThat(subscriber.said().subList(3, 6)).containsExactly("8 +b", "9 -a", "12 [12 +b, 12 +c]");
        reads.answer(12, instance("b", 3), instance("c", 1));
        assertThat(subscriber.said()).as("a wait that ends without news").hasSize(6);
        reads.answer(13);
        assertThat(subscriber.said().get(6)).matches("13 \\[13 -[bc], 13 -[bc]]");
    }

    @Test
    void shouldSendAnEmptySnapshotOfWhatThereIsNot() {
        Subscriber subscriber = subscribe(WEB, 100);
        reads.answer(0);
        assertThat(subscriber.said()).containsExactly("0 end");
    }

    @Test
    void shouldAskWithTokenElsewhereAndForTheMesh() {
        subscribe(new byte[] {8, 2, 0x12, 1, 'x', 0x1a, 1, 't', 0x2a, 3, 'd', 'c', '2'}, 1);
        assertThat(reads.requests).containsExactly(new ServiceRequest("x", Endpoint.CONNECT, List.of(), false, null, ""));
        assertThat(reads.options).containsExactly(new ReadOptions("dc2", "t", 0, 600_000, Consistency.STALE, 0, ""));
    }

    @Test
    void shouldResumeIfNothingHasChanged() {
        Subscriber subscriber = subscribe(withIndex(7), 100);
        reads.answer(7, instance("a", 1));
        assertThat(subscriber.events).isEmpty();
        assertThat(reads.options).last().extracting(ReadOptions::minIndex).isEqualTo(7L);
        reads.answer(8, instance("a", 2));
        assertThat(subscriber.said()).containsExactly("8 +a");
    }

    @Test
    void shouldSendANewSnapshotIfItsIndexIsNotOurs() {
        Subscriber later = subscribe(withIndex(7), 100);
        reads.answer(9, instance("a", 1));
        assertThat(later.said()).containsExactly("9 new", "9 +a", "9 end");
        Subscriber earlier = subscribe(withIndex(7), 100);
        reads.answer(5, instance("a", 1));
        assertThat(earlier.said()).containsExactly("5 new", "5 +a", "5 end");
    }

    @Test
    void shouldSendNoMoreThanIsAskedForAndReadOnWhenAllIsTaken() {
        Subscriber subscriber = subscribe(WEB, 1);
        reads.answer(7, instance("a", 1), instance("b", 1));
        assertThat(subscriber.said()).containsExactly("7 +a");
        subscriber.subscription.request(1);
        assertThat(subscriber.events).hasSize(2);
        assertThat(reads.options).as("the end of the snapshot has not been taken").hasSize(1);
        subscriber.subscription.request(1);
        assertThat(subscriber.events).hasSize(3);
        assertThat(reads.options).hasSize(2);
        reads.answer(8, instance("a", 1));
        assertThat(subscriber.events).hasSize(3);
        subscriber.subscription.request(Long.MAX_VALUE);
        subscriber.subscription.request(Long.MAX_VALUE);
        assertThat(subscriber.said().get(3)).isEqualTo("8 -b");
    }

    @Test
    void shouldEndWhenTheStateWasReplacedByAnOlderOne() {
        Subscriber subscriber = subscribe(WEB, 100);
        reads.answer(7, instance("a", 1));
        reads.answer(3, instance("b", 1));
        assertEnded(subscriber, Code.ABORTED, "the state was replaced");
        assertThat(subscriber.said()).hasSize(2);
    }

    @Test
    void shouldEndWhenMoreHasChangedThanFitsIntoAnEvent() {
        Subscriber subscriber = subscribe(WEB, 100);
        reads.answer(7);
        String large = "x".repeat(HealthSubscription.MOST_AT_ONCE / 2);
        reads.answer(8, instance(large + "a", 1), instance(large + "b", 1));
        assertEnded(subscriber, Code.ABORTED, "more has changed than fits into one event");
    }

    @Test
    void shouldCancelTheReadWithTheSubscription() {
        Subscriber subscriber = subscribe(WEB, 100);
        CompletableFuture<?> read = reads.last;
        subscriber.subscription.cancel();
        assertThat(read).isCancelled();
        subscriber.subscription.cancel();
        assertThat(reads.options).hasSize(1);
        assertThat(subscriber.errors).isEmpty();
    }

    @Test
    void shouldSayWhyItCannotRead() {
        Subscriber subscriber = subscribe(WEB, 100);
        reads.last.completeExceptionally(new CuriaException(Kind.NO_LEADER, "No known Consul servers"));
        assertEnded(subscriber, Code.UNAVAILABLE, "No known Consul servers");
        Subscriber elsewhere = subscribe(WEB, 100);
        reads.last.completeExceptionally(CuriaException.failed("No path to datacenter"));
        assertEnded(elsewhere, Code.UNKNOWN, "No path to datacenter");
    }

    @Test
    void shouldEndAllWhenTheServerStops() {
        Subscriber subscriber = subscribe(WEB, 100);
        CompletableFuture<?> read = reads.last;
        subscriptions.close();
        assertEnded(subscriber, Code.UNAVAILABLE, "the server stops");
        assertThat(read).isCancelled();
        assertEnded(subscribe(WEB, 100), Code.UNAVAILABLE, "the server stops");
    }

    @Test
    void shouldRefuseOtherMethodsAndBadRequests() {
        Subscriber unknown = new Subscriber(1);
        subscriptions.stream("/subscribe.StateChangeSubscription/Publish", WEB).subscribe(unknown);
        assertEnded(unknown, Code.UNIMPLEMENTED, "unknown method /subscribe.StateChangeSubscription/Publish");
        assertEnded(subscribe(new byte[] {8, 1}, 1), Code.INVALID_ARGUMENT, "Key is required");
        assertThat(reads.options).isEmpty();
    }
}

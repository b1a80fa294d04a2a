package io.curia.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.gossip.Member;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.StatusOperations;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.WriteOptions;
import io.curia.api.rpc.RpcException.Reason;
import io.curia.core.route.FakePool;
import io.curia.core.route.Servers;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteCallsTest {
    private static final KvOperations.ApplyRequest WRITE =
            new KvOperations.ApplyRequest(KvOperations.Verb.SET, "k", null, 0, 0, "");
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final FakePool lan = new FakePool();
    private final Servers servers = new Servers("dc1", new Random(1));
    private final FakeRpc rpc = new FakeRpc();
    private final RemoteCalls calls = rpc.calls(servers, timers);

    @BeforeEach
    void twoServers() {
        lan.set(FakePool.server("a", "dc1", 1, Member.ALIVE));
        lan.set(FakePool.server("b", "dc1", 2, Member.ALIVE));
        servers.useLan(lan);
    }

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    private String first() {
        return servers.pick("dc1").address();
    }

    private String second() {
        return first().endsWith(":1") ? "127.0.0.1:2" : "127.0.0.1:1";
    }

    @Test
    void aServerThatCannotBeReachedIsPassedOverWhateverIsAsked() {
        String up = second();
        rpc.answers(up, "KVS.Apply", true);
        assertThat(calls.write(KvOperations.APPLY, WRITE, WriteOptions.DEFAULT).join()).isTrue();
        assertThat(first()).isEqualTo(up);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsNotSentAgain() {
        String broken = first();
        rpc.fails(broken, "KVS.Apply", Reason.BROKEN, "EOF");
        rpc.answers(second(), "KVS.Apply", true);
        CompletableFuture<Boolean> written = calls.write(KvOperations.APPLY, WRITE, WriteOptions.DEFAULT);
        assertThatThrownBy(written::join).hasCauseInstanceOf(CuriaException.class)
                .hasMessageContaining("rpc error making call: EOF");
        assertThat(rpc.called).containsExactly(broken + " KVS.Apply");
    }

    @Test
    void aReadWhoseAnswerWasLostIsSentToAnother() {
        rpc.fails(first(), "Status.Leader", Reason.BROKEN, "EOF");
        rpc.answers(second(), "Status.Leader", "127.0.0.1:2");
        assertThat(calls.read(StatusOperations.LEADER, NoRequest.INSTANCE, ReadOptions.DEFAULT).join().value())
                .isEqualTo("127.0.0.1:2");
    }

    @Test
    void aCallIsHeldWhileTheOtherSideKnowsOfNoLeader() {
        rpc.fails("127.0.0.1:1", "KVS.Apply", Reason.REMOTE, "No cluster leader");
        rpc.fails("127.0.0.1:2", "KVS.Apply", Reason.REMOTE, "No cluster leader");
        assertThatThrownBy(() -> calls.write(KvOperations.APPLY, WRITE, WriteOptions.DEFAULT).join())
                .isInstanceOfSatisfying(CompletionException.class, e -> assertThat(((CuriaException) e.getCause()).kind())
                        .isEqualTo(CuriaException.Kind.NO_LEADER));
        assertThat(rpc.called).hasSizeGreaterThan(1);
    }

    @Test
    void whatTheOtherSideRefusesIsRefusedHere() {
        rpc.fails(first(), "KVS.Apply", Reason.REMOTE, "Permission denied");
        assertThatThrownBy(() -> calls.write(KvOperations.APPLY, WRITE, WriteOptions.DEFAULT).join())
                .hasMessageContaining("rpc error making call: Permission denied");
        assertThat(rpc.called).hasSize(1);
    }

    @Test
    void anUnknownDatacenterAndOneWithoutLivingServersAreToldApart() {
        FakePool wan = new FakePool();
        wan.set(FakePool.server("c.dc2", "dc2", 3, Member.FAILED));
        servers.useWan(wan);
        assertThatThrownBy(() -> calls.write(KvOperations.APPLY, WRITE, new WriteOptions("dc2", "")).join())
                .hasMessageContaining("Remote DC has no server currently reachable");
        assertThatThrownBy(() -> calls.write(KvOperations.APPLY, WRITE, new WriteOptions("dc3", "")).join())
                .hasMessageContaining("No path to datacenter");
    }
}

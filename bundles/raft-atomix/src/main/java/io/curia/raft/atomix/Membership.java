package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.RaftServer.Role;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.RaftMember.Type;
import io.atomix.protocols.raft.cluster.impl.RaftMemberContext;
import io.atomix.protocols.raft.protocol.JoinRequest;
import io.atomix.protocols.raft.protocol.LeaveRequest;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.protocol.RaftResponse.Status;
import io.atomix.protocols.raft.protocol.ReconfigureRequest;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport.Lane;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Changes of who belongs to the cluster and who leads it, on the leader. Atomix changes one member at a time, so a change
 * is a row of steps: new servers learn, and vote when they have caught up; then others go; the leader itself goes last,
 * and asks another one to take over at once. One change is under way at a time.
 *
 * <p>Any thread may ask; everything happens on the raft thread. Futures end with an {@link IOException} that says why not.
 */
final class Membership {
    /** How long a new server may be silent. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LOOK_MILLIS = 20;
    /** For a new leader, in election timeouts. */
    private static final int TRANSFER_TIMEOUTS = 4;

    private final RaftCore raft;
    private final MemberLink link;
    private final LeaderLease lease;
    private final LongSupplier nanoTime;
    private boolean changing;
    private volatile boolean transferring;

    Membership(RaftCore raft, MemberLink link, LeaderLease lease, LongSupplier nanoTime) {
        this.raft = raft;
        this.link = link;
        this.lease = lease;
        this.nanoTime = nanoTime;
    }

    private void later(Runnable task, long millis) {
        raft.getThreadContext().schedule(Duration.ofMillis(millis), task);
    }

    /** Whether another server is about to lead, so that nothing more is written here. */
    boolean isTransferring() {
        return transferring;
    }

    private interface Step {
        CompletableFuture<Void> run();
    }

    private static <T> CompletableFuture<T> refused(String why) {
        return CompletableFuture.failedFuture(new IOException(why));
    }

    private CompletableFuture<Void> onRaft(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        raft.execute(() -> {
            try {
                step.run().whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Ends when the last step is committed. */
    CompletableFuture<Void> change(List<Peer> peers) {
        return onRaft(() -> {
            if (changing || transferring) {
                return refused("another change is under way");
            }
            if (peers.stream().noneMatch(Peer::voter)) {
                return refused("there would be no server that votes");
            }
            changing = true;
            return begin(Members.of(peers, 1)).whenComplete((done, failure) -> changing = false);
        });
    }

    private CompletableFuture<Void> begin(Set<RaftMember> wanted) {
        Deque<Step> steps = new ArrayDeque<>();
        Deque<Step> departures = new ArrayDeque<>();
        Configuration present = raft.getCluster().getConfiguration();
        for (RaftMember member : wanted) {
            Optional<RaftMember> known = present.members().stream().filter(member::equals).findFirst();
            if (known.isEmpty()) {
                steps.add(() -> takeIn(member));
            } else if (known.get().getType() != member.getType()) {
                if (member.memberId().equals(raft.self())) {
                    return refused("a leader cannot give up its own vote: another server has to lead first");
                }
                steps.add(member.getType() == Type.ACTIVE ? () -> caughtUp(member.memberId()).thenCompose(well -> retype(member))
                        : () -> retype(member));
            }
        }
        for (RaftMember member : present.members()) {
            if (!wanted.contains(member) && !member.memberId().equals(raft.self())) {
                departures.add(() -> remove(member));
            }
        }
        steps.addAll(departures);
        if (wanted.stream().noneMatch(member -> member.memberId().equals(raft.self()))) {
            steps.add(this::leave);
        }
        return next(steps);
    }

    private CompletableFuture<Void> next(Deque<Step> steps) {
        Step step = steps.poll();
        return step == null ? CompletableFuture.completedFuture(null)
                : !raft.isLeading() ? refused("this server leads no longer")
                : step.run().thenComposeAsync(done -> next(steps), raft::execute);
    }

    private static CompletableFuture<Void> checked(CompletableFuture<? extends RaftResponse> answer) {
        return answer.thenCompose(response -> response.status() == Status.OK ? CompletableFuture.completedFuture(null)
                : refused("the change was not committed"));
    }

    /** Who is not heard of is not taken in; who does not catch up is put out again. */
    private CompletableFuture<Void> takeIn(RaftMember member) {
        RaftMember learner = Members.of(member.memberId(), Type.PROMOTABLE, 1);
        return reached(member.memberId(), nanoTime.getAsLong() + PATIENCE_NANOS)
                .thenComposeAsync(well -> checked(raft.getRaftRole().onJoin(JoinRequest.builder().withMember(learner).build())),
                        raft::execute)
                .thenComposeAsync(joined -> member.getType() != Type.ACTIVE ? CompletableFuture.completedFuture(null)
                        : putOutUnlessWell(member, caughtUp(member.memberId()))
                                .thenComposeAsync(well -> retype(member), raft::execute), raft::execute);
    }

    private CompletableFuture<Void> putOutUnlessWell(RaftMember member, CompletableFuture<Void> well) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        well.whenComplete((caughtUp, failure) -> {
            if (failure == null) {
                answer.complete(null);
            } else {
                remove(member).whenComplete((removed, another) -> answer.completeExceptionally(failure));
            }
        });
        return answer;
    }

    private CompletableFuture<Void> reached(MemberId member, long deadline) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        ask(member, deadline, reached);
        return reached;
    }

    private void ask(MemberId member, long deadline, CompletableFuture<Void> reached) {
        link.call(Frames.CONFIRM, member, Lane.CONTROL, 1, out -> { }, DataInputStream::readLong).whenComplete((term, failure) -> {
            if (failure == null) {
                reached.complete(null);
            } else if (nanoTime.getAsLong() - deadline > 0) {
                reached.completeExceptionally(new IOException(Members.nodeOf(member) + " at " + Members.addressOf(member)
                        + " is not heard of: " + failure.getMessage()));
            } else {
                later(() -> ask(member, deadline, reached), link.timing().electionMillis());
            }
        });
    }

    /** Ends when the member has what was in the log a moment ago; while it makes progress, it has time. */
    private CompletableFuture<Void> caughtUp(MemberId member) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        follow(member, raft.log().getLastIndex(), -1, 0, done);
        return done;
    }

    private void follow(MemberId id, long goal, long before, long since, CompletableFuture<Void> done) {
        RaftMemberContext member = raft.getCluster().getMemberState(id);
        if (!raft.isLeading() || member == null) {
            done.completeExceptionally(new IOException("this server leads no longer"));
            return;
        }
        long progress = member.getMatchIndex() + member.getNextSnapshotOffset();
        long now = nanoTime.getAsLong();
        long sinceWhen = progress == before ? since : now;
        if (member.getMatchIndex() >= goal) {
            done.complete(null);
        } else if (now - sinceWhen > PATIENCE_NANOS) {
            done.completeExceptionally(new IOException(Members.nodeOf(id) + " does not catch up"));
        } else {
            later(() -> follow(id, goal, progress, sinceWhen, done), LOOK_MILLIS);
        }
    }

    private CompletableFuture<Void> retype(RaftMember member) {
        Configuration present = raft.getCluster().getConfiguration();
        return checked(raft.getRaftRole().onReconfigure(ReconfigureRequest.builder().withIndex(present.index())
                .withTerm(present.term()).withMember(member).build()));
    }

    private CompletableFuture<Void> remove(RaftMember member) {
        return checked(raft.getRaftRole().onLeave(LeaveRequest.builder().withMember(member).build()));
    }

    private CompletableFuture<Void> leave() {
        RaftMember self = raft.getCluster().getMember();
        return remove(self).thenComposeAsync(removed -> {
            Optional<MemberId> heir = best();
            transferring = true;
            CompletableFuture<Void> over = new CompletableFuture<>();
            lease.giveUp(raft.getTerm());
            askToTakeOver(heir.orElse(null)).whenComplete((taken, failure) -> raft.execute(() -> {
                // whatever it said: a leader outside of the cluster is none
                if (raft.role() == Role.LEADER) {
                    raft.transition(Role.PROMOTABLE);
                }
                transferring = false;
                over.complete(null);
            }));
            return over;
        }, raft::execute);
    }

    /** Of the others that vote, the one with most of the log. */
    private Optional<MemberId> best() {
        return raft.getCluster().getActiveMemberStates().stream()
                .max(Comparator.comparingLong(RaftMemberContext::getMatchIndex)).map(state -> state.getMember().memberId());
    }

    private CompletableFuture<Long> askToTakeOver(MemberId heir) {
        long term = raft.getTerm();
        return heir == null ? refused("there is no other server that votes")
                : link.call(Frames.TAKE_OVER, heir, Lane.CONTROL, 2, out -> out.writeLong(term), DataInputStream::readLong);
    }

    /** @param id of a server that votes, or "" for any other one; ends when it leads */
    CompletableFuture<Void> transfer(String id) {
        return onRaft(() -> {
            if (changing || transferring) {
                return refused("another change is under way");
            }
            Optional<MemberId> heir = id.isEmpty() ? best() : raft.getCluster().getActiveMemberStates().stream()
                    .map(state -> state.getMember().memberId()).filter(member -> Members.nodeOf(member).equals(id)).findFirst();
            if (heir.isEmpty()) {
                return refused(id.isEmpty() ? "there is no other server that votes" : "there is no other voter " + id);
            }
            transferring = true;
            long term = raft.getTerm();
            return until(() -> isLevel(heir.get()), "the other server does not catch up")
                    .thenComposeAsync(level -> {
                        lease.giveUp(term);
                        return askToTakeOver(heir.get());
                    }, raft::execute)
                    .thenComposeAsync(taken -> until(() -> raft.getTerm() > term && raft.getLeader() != null,
                            "the other server was not elected"), raft::execute)
                    .whenComplete((done, failure) -> transferring = false);
        });
    }

    private boolean isLevel(MemberId heir) {
        RaftMemberContext member = raft.getCluster().getMemberState(heir);
        return member != null && member.getMatchIndex() >= raft.log().getLastIndex();
    }

    private CompletableFuture<Void> until(BooleanSupplier condition, String otherwise) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        look(condition, nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(TRANSFER_TIMEOUTS * link.timing().electionMillis()),
                otherwise, done);
        return done;
    }

    private void look(BooleanSupplier condition, long deadline, String otherwise, CompletableFuture<Void> done) {
        if (condition.getAsBoolean()) {
            done.complete(null);
        } else if (nanoTime.getAsLong() - deadline > 0) {
            done.completeExceptionally(new IOException(otherwise));
        } else {
            later(() -> look(condition, deadline, otherwise, done), LOOK_MILLIS);
        }
    }
}

package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.Message.NodeEntry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Exchanges everything known with one other member: when joining, and with a random one now and then. */
final class StateSync {
    private static final int VERSIONS = 6;
    private static final int LEAST = 0;
    private static final int MOST = 1;
    private static final int SPOKEN = 2;
    private static final int DELEGATE = 3;
    private final Context context;
    private final Membership membership;
    private boolean stopped;

    StateSync(Context context, Membership membership) {
        this.context = context;
        this.membership = membership;
    }

    void start() {
        // anywhere within the interval, so that members that start together do not exchange together
        context.scheduler().after(1 + context.random().nextLong(interval()), this::round);
    }

    void stop() {
        stopped = true;
    }

    private long interval() {
        return context.timing().pushPull(context.members().size());
    }

    private void round() {
        if (stopped) {
            return;
        }
        for (Node node : context.members().pick(1, node -> node.state == Node.State.ALIVE && !context.self(node.name))) {
            exchange(node.address, false, false, problem -> {
                if (problem != null) {
                    context.complaints().about("push-pull", "Push/Pull with {} failed: {}", node.name, problem);
                }
            });
        }
        context.scheduler().after(interval(), this::round);
    }

    /**
     * @param newcomer whether what the others remember is none of this member's business
     * @param done gets what went wrong, or null
     */
    void exchange(InetSocketAddress to, boolean join, boolean newcomer, Consumer<String> done) {
        context.transport().exchange(to, context.streams().encode(state(join)), context.timing().streamTimeout(),
                new Transport.Exchange() {
                    @Override
                    public void answered(Message reply) {
                        if (reply instanceof Message.PushPull state) {
                            done.accept(merge(state, join, newcomer));
                        } else if (reply instanceof Message.Refusal refusal) {
                            done.accept("remote error: " + refusal.error());
                        } else {
                            done.accept("the answer is no state");
                        }
                    }

                    @Override
                    public void failed(String problem) {
                        done.accept(problem);
                    }
                });
    }

    private Message.PushPull state(boolean join) {
        List<NodeEntry> entries = new ArrayList<>(context.members().size());
        for (Node node : context.members().all()) {
            entries.add(node.entry());
        }
        return new Message.PushPull(join, entries, context.upper().localState(join));
    }

    /** Somebody sent everything it knows: what is known here, which is what it gets even if its state is refused. */
    byte[] onRequest(InetSocketAddress from, Message.PushPull request) {
        byte[] answer = context.streams().encode(state(request.join()));
        String problem = merge(request, request.join(), false);
        if (problem != null) {
            context.complaints().about("merge", "Failed push/pull merge: {} from={}", problem, Membership.text(from));
        }
        return answer;
    }

    /** Takes over what another one knows, or nothing of it; null, or why it is refused. */
    private String merge(Message.PushPull remote, boolean join, boolean newcomer) {
        String problem = incompatible(remote.nodes());
        if (problem == null && join) {
            problem = context.upper().refusal(remote.nodes());
        }
        if (problem != null) {
            return problem;
        }
        membership.merge(remote.nodes());
        if (remote.userState().length > 0) {
            context.upper().mergeState(remote.userState(), newcomer);
        }
        return null;
    }

    /** Whether everyone here and there understands what everyone speaks. */
    private String incompatible(List<NodeEntry> remote) {
        int[] bounds = {0, 255, 0, 0, 255};
        for (Node node : context.members().all()) {
            narrow(bounds, node.versions, node.gone());
        }
        for (NodeEntry entry : remote) {
            narrow(bounds, entry.versions(), entry.state() != NodeEntry.ALIVE);
        }
        for (NodeEntry entry : remote) {
            byte[] v = entry.versions();
            if (entry.state() == NodeEntry.ALIVE && v.length == VERSIONS) {
                if (v[SPOKEN] < bounds[LEAST] || v[SPOKEN] > bounds[MOST]) {
                    return "Node '" + entry.name() + "' protocol version (" + v[SPOKEN] + ") is incompatible: ["
                            + bounds[LEAST] + ", " + bounds[MOST] + "]";
                }
                int spoken = v[DELEGATE + SPOKEN];
                if (spoken < bounds[DELEGATE] || spoken > bounds[DELEGATE + MOST]) {
                    return "Node '" + entry.name() + "' delegate protocol version (" + spoken + ") is incompatible: ["
                            + bounds[DELEGATE] + ", " + bounds[DELEGATE + MOST] + "]";
                }
            }
        }
        return null;
    }

    private static void narrow(int[] bounds, byte[] versions, boolean gone) {
        if (!gone && versions.length == VERSIONS) {
            for (int i = 0; i <= DELEGATE; i += DELEGATE) {
                bounds[i + LEAST] = Math.max(bounds[i + LEAST], versions[i + LEAST]);
                bounds[i + MOST] = Math.min(bounds[i + MOST], versions[i + MOST]);
            }
        }
    }
}

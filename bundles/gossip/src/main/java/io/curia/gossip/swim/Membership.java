package io.curia.gossip.swim;

import io.curia.gossip.wire.Message.Alive;
import io.curia.gossip.wire.Message.Dead;
import io.curia.gossip.wire.Message.NodeEntry;
import io.curia.gossip.wire.Message.Suspect;
import io.curia.gossip.wire.MessageCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * What is believed of each member, and why. The rules of {@link Node}'s states: a statement that is news is passed on; one
 * about this member that is not true is contradicted with a higher incarnation; until this member leaves, when the truth
 * about it is that it is dead.
 */
final class Membership {
    /** Least, most and spoken of the protocol, and of what is above it. */
    private static final byte[] VERSIONS = {1, 5, 2, 2, 5, 4};
    private static final int DELEGATE = 3;
    private final Context context;
    private final BroadcastQueue queue;
    private long incarnation;
    private boolean leaving;

    Membership(Context context, BroadcastQueue queue) {
        this.context = context;
        this.queue = queue;
    }

    /** This member is there; or it says something else of itself than before. */
    void proclaim() {
        InetSocketAddress address = context.config().address();
        incarnation++;
        alive(new Alive(incarnation, context.config().name(), address.getAddress().getAddress(), address.getPort(),
                context.upper().meta(), VERSIONS), true);
    }

    /** This member goes. @param told when everyone has been told */
    void leave(Runnable told) {
        leaving = true;
        Node self = context.members().get(context.config().name());
        dead(new Dead(self.incarnation, self.name, self.name), told);
    }

    /** Somebody else is there to be told. */
    boolean company() {
        for (Node node : context.members().all()) {
            if (!node.gone() && !context.self(node.name)) {
                return true;
            }
        }
        return false;
    }

    void alive(Alive said) {
        alive(said, false);
    }

    private void alive(Alive said, boolean own) {
        boolean self = context.self(said.node());
        if (self && leaving) {
            return;
        }
        InetSocketAddress address = address(said.addr(), said.port());
        Node node = context.members().get(said.node());
        boolean same = node != null && node.address.equals(address);
        if (address == null || said.port() == 0 || same && (self ? said.incarnation() < node.incarnation
                : said.incarnation() <= node.incarnation)) {
            return;
        }
        if (!own && unacceptable(said, address)) {
            return;
        }
        if (node != null && !same && !mayMove(node)) {
            context.upper().onConflict(node, address);
            return;
        }
        if (node == null) {
            node = add(said, address);
        }
        if (node == null) {
            return;
        }
        if (self && !own) {
            contradict(node, said);
        } else {
            accept(node, said, address);
        }
    }

    private boolean unacceptable(Alive said, InetSocketAddress address) {
        byte[] versions = said.versions();
        if (versions.length != 0 && !(speaks(versions, 0) && speaks(versions, DELEGATE))) {
            context.complaints().about("versions", "Ignoring an alive message for '{}' ({}): its protocol versions {} do not go"
                    + " with {}", said.node(), text(address), Arrays.toString(versions), Arrays.toString(VERSIONS));
            return true;
        }
        if (!context.config().allowed().test(address.getAddress())) {
            context.complaints().about("allowed", "Ignoring an alive message for '{}': {} is not in an allowed network",
                    said.node(), text(address));
            return true;
        }
        String refusal = context.upper().refusal(List.of(new NodeEntry(said.node(), said.addr(), said.port(), said.meta(),
                said.incarnation(), NodeEntry.ALIVE, versions)));
        if (refusal != null) {
            context.complaints().about("refusal", "Ignoring an alive message for '{}': {}", said.node(), refusal);
        }
        return refusal != null;
    }

    /** Each understands what the other speaks. One that does not would make everyone refuse everyone's state. */
    private static boolean speaks(byte[] theirs, int at) {
        return theirs[at] > 0 && theirs[at] <= VERSIONS[at + 2] && theirs[at + 1] >= VERSIONS[at + 2]
                && theirs[at + 2] >= VERSIONS[at] && theirs[at + 2] <= VERSIONS[at + 1];
    }

    private Node add(Alive said, InetSocketAddress address) {
        if (context.members().size() >= Members.MOST) {
            context.complaints().about("full", "Ignoring '{}': there are {} members already", said.node(), Members.MOST);
            return null;
        }
        // not there until it is accepted
        Node node = new Node(said.node(), address, said.meta(), said.versions(), Node.State.DEAD,
                context.scheduler().nanos());
        node.incarnation = -1;
        context.members().add(node);
        return node;
    }

    private boolean mayMove(Node node) {
        return !context.self(node.name) && (node.state == Node.State.LEFT || node.state == Node.State.DEAD
                && context.scheduler().nanos() - node.changed > context.timing().reclaim());
    }

    /** Of ourselves we know better, unless it is the same. */
    private void contradict(Node self, Alive said) {
        if (said.incarnation() == self.incarnation && Arrays.equals(said.meta(), self.meta)
                && Arrays.equals(said.versions(), self.versions)) {
            return;
        }
        context.log().debug("Refuting an alive message for '{}'", self.name);
        refute(self, said.incarnation());
    }

    private void accept(Node node, Alive said, InetSocketAddress address) {
        endSuspicion(node);
        boolean returns = node.gone();
        boolean changed = !Arrays.equals(node.meta, said.meta()) || !node.address.equals(address);
        node.incarnation = said.incarnation();
        node.address = address;
        node.meta = said.meta();
        node.versions = said.versions();
        if (node.state != Node.State.ALIVE) {
            node.state = Node.State.ALIVE;
            node.changed = context.scheduler().nanos();
        }
        queue.put(node.name, MessageCodec.encode(said), null);
        if (returns) {
            context.upper().onJoin(node);
        } else if (changed) {
            context.upper().onUpdate(node);
        }
    }

    private void refute(Node self, long accused) {
        incarnation = Math.max(incarnation, accused) + 1;
        self.incarnation = incarnation;
        context.awareness().change(1);
        queue.put(self.name, MessageCodec.encode(self.alive()), null);
    }

    /** Whether an accusation has been contradicted. If this member did, and somebody has not heard it, it says it again. */
    private boolean isPast(long accused, Node node) {
        boolean past = accused < node.incarnation;
        if (past && context.self(node.name) && !leaving && !queue.holds(node.name)) {
            queue.put(node.name, MessageCodec.encode(node.alive()), null);
        }
        return past;
    }

    void suspect(Suspect said) {
        Node node = context.members().get(said.node());
        if (node == null || isPast(said.incarnation(), node)) {
            return;
        }
        if (node.suspicion != null) {
            confirm(node, said);
            return;
        }
        if (node.state != Node.State.ALIVE) {
            return;
        }
        if (context.self(node.name)) {
            context.log().warn("Refuting a suspect message (from: {})", said.from());
            refute(node, said.incarnation());
            return;
        }
        queue.put(node.name, MessageCodec.encode(said), null);
        node.incarnation = said.incarnation();
        node.state = Node.State.SUSPECT;
        node.changed = context.scheduler().nanos();
        doubt(node, said.from());
    }

    private void doubt(Node node, String from) {
        Timing timing = context.timing();
        int n = context.members().size();
        int needed = context.config().lifeguard().suspicion() ? Math.max(0, timing.suspicionMult() - 2) : 0;
        if (n - 2 < needed) {
            // there are too few others for so many confirmations
            needed = 0;
        }
        long min = timing.suspicionMin(n);
        node.suspicion = new Suspicion(from, needed, min, min * timing.suspicionMaxMult(), context.scheduler().nanos());
        await(node);
    }

    private void await(Node node) {
        Suspicion suspicion = node.suspicion;
        long remaining = Math.max(1, suspicion.remaining(context.scheduler().nanos()));
        suspicion.timer(context.scheduler().after(remaining, () -> {
            if (node.suspicion == suspicion) {
                context.log().info("Marking {} as failed, suspect timeout reached ({} peer confirmations)", node.name,
                        suspicion.confirmations());
                dead(new Dead(node.incarnation, node.name, context.config().name()));
            }
        }));
    }

    private void confirm(Node node, Suspect said) {
        if (node.suspicion.confirm(said.from())) {
            queue.put(node.name, MessageCodec.encode(said), null);
            await(node);
        }
    }

    private static void endSuspicion(Node node) {
        if (node.suspicion != null) {
            node.suspicion.cancel();
            node.suspicion = null;
        }
    }

    void dead(Dead said) {
        dead(said, null);
    }

    private void dead(Dead said, Runnable told) {
        Node node = context.members().get(said.node());
        if (node == null || node.gone() || isPast(said.incarnation(), node)) {
            return;
        }
        if (context.self(node.name) && !leaving) {
            context.log().warn("Refuting a dead message (from: {})", said.from());
            refute(node, said.incarnation());
            return;
        }
        endSuspicion(node);
        node.incarnation = said.incarnation();
        node.state = said.node().equals(said.from()) ? Node.State.LEFT : Node.State.DEAD;
        node.changed = context.scheduler().nanos();
        queue.put(node.name, MessageCodec.encode(said), told);
        context.upper().onGone(node);
    }

    /** What another member believes. The dead are only suspected at first, so that they can contradict. */
    void merge(List<NodeEntry> entries) {
        for (NodeEntry entry : entries) {
            switch (entry.state()) {
                case NodeEntry.ALIVE -> alive(new Alive(entry.incarnation(), entry.name(), entry.addr(), entry.port(),
                        entry.meta(), entry.versions()), false);
                case NodeEntry.LEFT -> dead(new Dead(entry.incarnation(), entry.name(), entry.name()), null);
                default -> suspect(new Suspect(entry.incarnation(), entry.name(), context.config().name()));
            }
        }
    }

    static InetSocketAddress address(byte[] addr, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(addr), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}

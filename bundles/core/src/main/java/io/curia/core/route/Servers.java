package io.curia.core.route;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.ops.Distance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of every datacenter, as the pools know them, each list in the order in which this agent tries them: shuffled
 * at first, so that agents spread over the servers; the one that failed goes to the end (reference: semantics, section 1.1).
 * As many as the pools have. Thread-safe.
 */
public final class Servers implements GossipPool.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");
    /** Begins like a version, or is not said. */
    private static final Pattern VERSION = Pattern.compile("([0-9]+\\..*)?", Pattern.DOTALL);
    private static final int MOST_PORT = 65_535;

    private final String datacenter;
    private final RandomGenerator random;
    private final Map<String, List<RpcTarget>> alive = new HashMap<>();
    private final Set<String> datacenters = new LinkedHashSet<>();
    /** Members that say they are servers and that nobody could use; each is named once, while it is there. */
    private Set<String> passedOver = Set.of();
    private volatile GossipPool lan;
    private volatile GossipPool wan;

    /** @param datacenter this agent's */
    public Servers(String datacenter, RandomGenerator random) {
        this.datacenter = datacenter;
        this.random = random;
        datacenters.add(datacenter);
    }

    /** The pool of this datacenter; null: there is none now. */
    public void useLan(GossipPool pool) {
        lan = pool;
        refresh();
    }

    /** The pool of all servers; null: there is none now. */
    public void useWan(GossipPool pool) {
        wan = pool;
        refresh();
    }

    @Override
    public void onMember(Member member, boolean forgotten) {
        refresh();
    }

    /** Takes over what the pools say now; whoever stays keeps its place, whoever is new gets a random one. */
    private synchronized void refresh() {
        Map<String, List<RpcTarget>> found = new HashMap<>();
        Set<String> known = new LinkedHashSet<>(Set.of(datacenter));
        Set<String> useless = new HashSet<>();
        collect(wan, found, known, useless);
        found.remove(datacenter);
        collect(lan, found, known, useless);
        passedOver = useless;
        for (Map.Entry<String, List<RpcTarget>> entry : found.entrySet()) {
            List<RpcTarget> present = alive.computeIfAbsent(entry.getKey(), unknown -> new ArrayList<>());
            present.retainAll(entry.getValue());
            for (RpcTarget target : entry.getValue()) {
                if (!present.contains(target)) {
                    present.add(random.nextInt(present.size() + 1), target);
                    LOG.info("adding server: server=\"{} (Addr: tcp/{}) (DC: {})\"", target.node(), target.address(),
                            target.datacenter());
                }
            }
        }
        alive.keySet().retainAll(found.keySet());
        datacenters.clear();
        datacenters.addAll(known);
    }

    private void collect(GossipPool pool, Map<String, List<RpcTarget>> found, Set<String> known, Set<String> useless) {
        if (pool == null) {
            return;
        }
        for (Member member : pool.members()) {
            RpcTarget target = target(member);
            if (target == null && saysItServes(member)) {
                useless.add(member.name());
                if (!passedOver.contains(member.name())) {
                    LOG.warn("a server that says nonsense of itself is passed over: member={} address={}:{} tags={}",
                            member.name(), member.addr(), member.port(), member.tags());
                }
            }
            if (target != null && member.status() != Member.LEFT) {
                known.add(target.datacenter());
                if (member.status() == Member.ALIVE) {
                    found.computeIfAbsent(target.datacenter(), unknown -> new ArrayList<>()).add(target);
                }
            }
        }
    }

    private static boolean saysItServes(Member member) {
        return "consul".equals(member.tags().get("role"));
    }

    /** A member as a server; null when it is none, or says nonsense of itself. */
    public static RpcTarget target(Member member) {
        Map<String, String> tags = member.tags();
        if (!saysItServes(member) || !PORT.matcher(tags.getOrDefault("port", "")).matches()
                || !NUMBER.matcher(tags.getOrDefault("raft_vsn", "3")).matches()
                || !VERSION.matcher(tags.getOrDefault("build", "")).matches()) {
            return null;
        }
        int port = Integer.parseInt(tags.get("port"));
        if (port == 0 || port > MOST_PORT) {
            return null;
        }
        String suffix = "." + tags.getOrDefault("dc", "");
        String node = member.name().endsWith(suffix)
                ? member.name().substring(0, member.name().length() - suffix.length()) : member.name();
        String host = member.addr().indexOf(':') >= 0 ? "[" + member.addr() + "]" : member.addr();
        return new RpcTarget(tags.getOrDefault("dc", ""), node, host + ":" + port, tags.containsKey("use_tls"));
    }

    /** Whether a server is to have a vote; one that is not is there to be read from. */
    public static boolean mayVote(Member server) {
        return !server.tags().containsKey("nonvoter") && !server.tags().containsKey("read_replica");
    }

    /** The server of a datacenter that is to be asked now; null when there is none. */
    public synchronized RpcTarget pick(String wanted) {
        List<RpcTarget> list = alive.get(wanted);
        return list == null || list.isEmpty() ? null : list.get(0);
    }

    /** It did not answer: others are asked first from now on. */
    public synchronized void failed(RpcTarget target) {
        List<RpcTarget> list = alive.get(target.datacenter());
        if (list != null && list.size() > 1 && list.get(0).equals(target)) {
            list.add(list.remove(0));
        }
    }

    /** A new order, so that load spreads after changes; {@code first} is the one that has proved to answer. */
    public synchronized void reorder(RpcTarget first) {
        List<RpcTarget> list = alive.get(first.datacenter());
        if (list != null && list.remove(first)) {
            for (int i = list.size() - 1; i > 0; i--) {
                Collections.swap(list, i, random.nextInt(i + 1));
            }
            list.add(0, first);
        }
    }

    /** Any server of this datacenter but the one asked now; null when there is no other. */
    public synchronized RpcTarget other() {
        List<RpcTarget> list = alive.get(datacenter);
        return list == null || list.size() < 2 ? null : list.get(1 + random.nextInt(list.size() - 1));
    }

    /** The server at an address; what the pools do not know is taken to be of this datacenter. */
    public synchronized RpcTarget at(String address) {
        for (RpcTarget target : alive.getOrDefault(datacenter, List.of())) {
            if (target.address().equals(address)) {
                return target;
            }
        }
        return new RpcTarget(datacenter, "", address, false);
    }

    /** How many servers of this datacenter are alive. */
    public synchronized int count() {
        return alive.getOrDefault(datacenter, List.of()).size();
    }

    /** Whether any server of the datacenter has been heard of. */
    public synchronized boolean knows(String wanted) {
        return datacenters.contains(wanted);
    }

    /** All datacenters, nearest first, then by name: by the median of the distances to their servers. */
    public List<String> datacenters() {
        List<String> all;
        synchronized (this) {
            all = new ArrayList<>(datacenters);
        }
        GossipPool pool = wan;
        if (pool == null || all.size() < 2) {
            return all;
        }
        Coordinate here = pool.coordinate();
        Map<String, List<Double>> distances = new TreeMap<>();
        for (Member member : pool.members()) {
            Coordinate there = pool.coordinate(member.name());
            String where = member.tags().get("dc");
            if (where != null && there != null && member.status() == Member.ALIVE) {
                distances.computeIfAbsent(where, unknown -> new ArrayList<>()).add(Distance.seconds(here, there));
            }
        }
        all.sort(Comparator.<String>comparingDouble(name -> name.equals(datacenter) ? 0
                : median(distances.getOrDefault(name, List.of()))).thenComparing(Comparator.naturalOrder()));
        return all;
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}

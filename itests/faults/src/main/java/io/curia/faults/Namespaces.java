package io.curia.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A machine for each server: a network namespace with one link to a bridge, for the servers among each other, and one for
 * clients. What arrives on the first is filtered there, so that a cut is silent and has a direction. To be made in a
 * {@link Sandbox}, which also removes it.
 */
final class Namespaces implements Net {
    private final int servers;
    private final boolean delays;
    private final Set<Cut> cuts = new HashSet<>();
    private int lossPercent;

    private record Cut(int from, int to) { }

    private Namespaces(int servers, boolean delays) {
        this.servers = servers;
        this.delays = delays;
    }

    static Namespaces create(int servers) throws IOException, InterruptedException {
        // names of namespaces are files here; the ones of the machine stay as they are
        Shell.run("mkdir -p /run/netns");
        Shell.run("mount -t tmpfs none /run/netns");
        Shell.run("ip link set lo up");
        Shell.run("ip link add bridge type bridge");
        Shell.run("ip link set bridge up");
        for (int i = 0; i < servers; i++) {
            Shell.run("ip netns add n" + i);
            link(i, "s" + i, "servers", "10.0.0." + (i + 1) + "/24");
            Shell.run("ip link set s" + i + " master bridge");
            link(i, "c" + i, "clients", "10.0." + (i + 1) + ".2/24");
            Shell.run("ip addr add 10.0." + (i + 1) + ".1/24 dev c" + i);
            Shell.run("ip -n n" + i + " link set lo up");
        }
        boolean delays = Shell.works("ip netns exec n0 tc qdisc add dev servers root netem delay 1ms");
        Namespaces net = new Namespaces(servers, delays);
        net.heal();
        return net;
    }

    private static void link(int server, String here, String there, String address) throws IOException, InterruptedException {
        Shell.run("ip link add " + here + " type veth peer name " + there + " netns n" + server);
        Shell.run("ip link set " + here + " up");
        Shell.run("ip -n n" + server + " addr add " + address + " dev " + there);
        Shell.run("ip -n n" + server + " link set " + there + " up");
    }

    @Override
    public String address(int server) {
        return "10.0.0." + (server + 1);
    }

    @Override
    public String clientAddress(int server) {
        return "10.0." + (server + 1) + ".2";
    }

    @Override
    public List<String> on(int server) {
        return List.of("nsenter", "--net=/run/netns/n" + server);
    }

    @Override
    public boolean hasLinks() {
        return true;
    }

    @Override
    public void cut(int from, int to) throws IOException, InterruptedException {
        cuts.add(new Cut(from, to));
        filter(to);
    }

    @Override
    public void lose(int percent) throws IOException, InterruptedException {
        lossPercent = percent;
        for (int i = 0; i < servers; i++) {
            filter(i);
        }
    }

    @Override
    public void slow(int server) throws IOException, InterruptedException {
        // a kernel without netem can at least let packets queue before a narrow line
        Shell.run("ip netns exec n" + server + " tc qdisc replace dev servers root "
                + (delays ? "netem delay 100ms 50ms" : "tbf rate 256kbit burst 4kb latency 500ms"));
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        cuts.clear();
        lose(0);
        for (int i = 0; i < servers; i++) {
            Shell.works("ip netns exec n" + i + " tc qdisc del dev servers root");
        }
    }

    /** Replaces the rules of a server at once. */
    private void filter(int server) throws IOException, InterruptedException {
        List<String> rules = new ArrayList<>();
        for (Cut cut : cuts) {
            if (cut.to == server) {
                rules.add("ip saddr " + address(cut.from) + " drop");
            }
        }
        if (lossPercent > 0) {
            rules.add("iifname servers numgen random mod 100 < " + lossPercent + " drop");
        }
        List<String> command = new ArrayList<>(on(server));
        command.addAll(List.of("nft", "-f", "-"));
        Shell.run("table ip faults\ndelete table ip faults\ntable ip faults {\nchain arriving {\n"
                + "type filter hook prerouting priority raw;\n" + String.join("\n", rules) + "\n}\n}\n", command);
    }
}

package io.curia.gossip.swim;

import java.util.Locale;

/** By hand: what simulated pools do, against theory, with Lifeguard's parts switched on one by one. */
final class SimulationReport {
    private static final long MILLIS = 1_000_000;

    private SimulationReport() { }

    public static void main(String[] args) {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        long begin = System.nanoTime();
        Simulation quiet = new Simulation(size, seed, Timing.LAN, Lifeguard.ALL).introduced();
        quiet.run(30);
        System.out.printf(Locale.ROOT, "%d members, seed %d%n", size, seed);
        System.out.printf(Locale.ROOT, "quiet: %.2f packets and %.0f bytes a member and second (theory: 2 packets)%n",
                quiet.packetsPerMemberSecond(30), quiet.bytesPerMemberSecond(30));
        quiet.network.packets = 0;
        quiet.network.bytes = 0;
        quiet.kill(quiet.members.get(size / 2));
        double seconds = Timing.LAN.suspicionMin(size) / 1e9 + 15;
        quiet.run(seconds);
        System.out.printf(Locale.ROOT, "one dies: first known after %.1f s, everywhere after %.1f s (theory: %.1f s);"
                + " %.2f packets, %.0f bytes a member and second%n", quiet.firstDetection(), quiet.lastDetection(),
                1.58 + 1 + Timing.LAN.suspicionMin(size) / 1e9, quiet.packetsPerMemberSecond(seconds),
                quiet.bytesPerMemberSecond(seconds));
        parts(Math.min(size, 300), seed);
        System.out.printf(Locale.ROOT, "took %.1f s%n", (System.nanoTime() - begin) / 1e9);
    }

    private static void parts(int size, long seed) {
        Lifeguard[] parts = {Lifeguard.NONE, new Lifeguard(true, false, false), new Lifeguard(false, true, false),
            new Lifeguard(false, false, true), Lifeguard.ALL};
        System.out.println("2 % of the members get to what comes in 10 to 30 s late, for two minutes; 1 % of packets are lost:");
        for (Lifeguard part : parts) {
            Simulation run = new Simulation(size, seed, Timing.LAN, part).introduced();
            run.network.loss(0.01);
            run.slow(size / 50, 10_000 * MILLIS, 30_000 * MILLIS);
            run.run(120);
            System.out.printf(Locale.ROOT, "%s: %d false positives, %d of them at healthy members, %.2f packets, %.0f bytes%n",
                    part, run.falsePositives, run.falsePositivesAtHealthy, run.packetsPerMemberSecond(120),
                    run.bytesPerMemberSecond(120));
        }
    }
}

package io.curia.faults;

import io.curia.faults.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What goes wrong and when, from a seed: the same for the same seed, servers and kinds. */
final class Schedule {
    private static final int SHORTEST_MILLIS = 500;
    private static final int LONGEST_MILLIS = 9_000;
    /** Now and then longer than it takes to call a server failed, to end its sessions and to take it out of the voters. */
    private static final int VERY_LONG_MILLIS = 25_000;
    private static final int SHORTEST_CALM_MILLIS = 3_000;
    private static final int LONGEST_CALM_MILLIS = 9_000;
    private static final Duration LARGEST_JUMP = Duration.ofDays(1);

    private final Random random;
    private final int servers;
    private final List<Kind> kinds = new ArrayList<>();

    /**
     * Faults at the same time, and the calm after them.
     *
     * @param millis how long they last
     * @param calmMillis how long all is well from when the cluster is whole again; 0 if the next follows as soon as it serves
     */
    record Step(List<Fault> faults, int millis, int calmMillis) { }

    Schedule(long seed, int servers, List<Kind> possible) {
        this.random = new Random(seed);
        this.servers = servers;
        for (Kind kind : possible) {
            kinds.addAll(Collections.nCopies(kind.weight(), kind));
        }
    }

    Step next() {
        List<Fault> faults = new ArrayList<>(List.of(fault()));
        if (random.nextInt(5) == 0) {
            faults.add(fault());
        }
        int longest = random.nextInt(8) == 0 ? VERY_LONG_MILLIS : LONGEST_MILLIS;
        int calm = SHORTEST_CALM_MILLIS + random.nextInt(LONGEST_CALM_MILLIS - SHORTEST_CALM_MILLIS);
        return new Step(faults, SHORTEST_MILLIS + random.nextInt(longest), random.nextInt(3) == 0 ? 0 : calm);
    }

    private Fault fault() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, servers).boxed().toList());
        Collections.shuffle(order, random);
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        return new Fault(kind, order, random.nextBoolean(), kind == Kind.CLOCK ? jump() : Duration.ZERO);
    }

    /** Of seconds, minutes or hours alike, both ways. */
    private Duration jump() {
        long seconds = (long) Math.pow(LARGEST_JUMP.toSeconds(), random.nextDouble());
        return Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds);
    }
}

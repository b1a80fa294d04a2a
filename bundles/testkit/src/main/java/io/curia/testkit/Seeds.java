package io.curia.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;

/** Runs a simulation from many seeds, or from the one that the system property {@code simulation.seed} gives. */
public final class Seeds {
    private static final String PROPERTY = "simulation.seed";

    private Seeds() { }

    /** A world that runs from its seed to its end and fails where something does not hold. */
    public interface Simulation {
        /** Runs it. */
        void run();

        /** What happened. */
        Trace trace();
    }

    /** Runs those of the seeds from 1 to {@code count}; what fails says from which seed, and what came before. */
    public static void each(int count, LongFunction<Simulation> simulations) {
        Long only = Long.getLong(PROPERTY);
        for (long seed = only == null ? 1 : only; seed <= (only == null ? count : only); seed++) {
            run(seed, simulations);
        }
    }

    /** Runs one. */
    public static Trace run(long seed, LongFunction<Simulation> simulations) {
        Simulation simulation = simulations.apply(seed);
        try {
            simulation.run();
            simulation.trace().check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " (again with -D" + PROPERTY + "=" + seed + "): " + e.getMessage() + "\n"
                    + simulation.trace(), e);
        }
        return simulation.trace();
    }

    /** The same seed is the same run, and another seed another. */
    public static void repeat(LongFunction<Simulation> simulations) {
        long first = run(7, simulations).fingerprint();
        assertThat(run(7, simulations).fingerprint()).isEqualTo(first);
        assertThat(run(8, simulations).fingerprint()).isNotEqualTo(first);
    }
}

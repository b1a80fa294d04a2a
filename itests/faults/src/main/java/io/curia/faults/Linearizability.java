package io.curia.faults;

import io.curia.faults.Op.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whether there is an order of a group's operations, one after another, that agrees with what each client saw and with
 * real time: the search of Wing and Gong, with Lowe's memory of the situations that led nowhere. A situation is the set of
 * operations that are done and the values then. Groups are independent of each other, so each is searched alone.
 *
 * <p>Some rules keep the search small and lose nothing. An operation that changes nothing and agrees with the values is
 * done at once, as moving it forward spoils no order (unless it shuts out an optional one that had ended before). Values that
 * nobody expects are one and the same. And for writes whose outcome is unknown for ever, of which a full disk leaves dozens:
 * <ul>
 * <li>One is left out if nobody saw what it set and nobody was refused for what was there.
 * <li>Of two that expect and set the same the one that was asked for first is done first.
 * <li>One is done as late as it can be: before the next acknowledged write somebody needs what it left. Otherwise it could as
 *     well come after that write, or not at all.
 * </ul>
 */
final class Linearizability {
    /** Beyond so many situations the answer is {@link Verdict#UNDECIDED}; some 100 bytes each. */
    private static final int LIMIT = 2_000_000;
    /** The values of so many keys make a situation, 16 bits each. */
    private static final int KEYS = 4;
    /** Any value that nobody expects. */
    private static final long OTHER = 0xFFFF;
    private static final int[] NONE = {};

    private final Op[] ops;
    private final Guard[] expects;
    private final Guard[] sets;
    /** So many must be done; they come first in {@code ops}, sorted by their ends, and the optional ones likewise. */
    private final int definite;
    /** By operation: the one before it of those without an end that expect and set the same, -1 if there is none. */
    private final int[] twins;
    private final Set<Situation> seen = new HashSet<>();

    /** The answer of a search. */
    enum Verdict { LINEARIZABLE, NOT_LINEARIZABLE, UNDECIDED }

    /** The bits of some keys, and their values. */
    private record Guard(long mask, long bits) { }

    private record Situation(long[] done, long values, int[] unused) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Situation that && values == that.values && Arrays.equals(done, that.done)
                    && Arrays.equals(unused, that.unused);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(done) + Long.hashCode(values * 0x9E3779B97F4A7C15L);
        }
    }

    private static final class TooMany extends RuntimeException {
        TooMany() {
            super(null, null, false, false);
        }
    }

    private Linearizability(List<Op> history) {
        // the order in which they are tried, too: one belongs most likely near its end
        ops = useful(history).stream().sorted(Comparator.comparing((Op op) -> op.outcome() == Outcome.UNKNOWN)
                .thenComparingLong(Op::returned).thenComparingLong(Op::invoked)).toArray(Op[]::new);
        definite = (int) Arrays.stream(ops).filter(op -> op.outcome() != Outcome.UNKNOWN).count();
        Map<String, Integer> keys = new HashMap<>();
        Map<String, Integer> values = new HashMap<>(Map.of(Op.ABSENT, 0));
        for (Op op : ops) {
            op.expects().values().forEach(value -> values.computeIfAbsent(value, any -> values.size()));
        }
        expects = Arrays.stream(ops).map(op -> guard(op.expects(), keys, values)).toArray(Guard[]::new);
        sets = Arrays.stream(ops).map(op -> guard(op.sets(), keys, values)).toArray(Guard[]::new);
        twins = new int[ops.length];
        for (int i = 0; i < ops.length; i++) {
            int twin = i - 1;
            while (twin >= definite && !(endless(i) && endless(twin) && expects[i].equals(expects[twin])
                    && sets[i].equals(sets[twin]))) {
                twin--;
            }
            twins[i] = twin >= definite ? twin : -1;
        }
    }

    /** Judges the operations of one group, in any order; at first its keys are absent. */
    static Verdict check(List<Op> history) {
        Linearizability search = new Linearizability(history);
        try {
            return search.canFinish(new long[(search.ops.length + 63) / 64], 0, Long.MIN_VALUE, NONE) ? Verdict.LINEARIZABLE
                    : Verdict.NOT_LINEARIZABLE;
        } catch (TooMany e) {
            return Verdict.UNDECIDED;
        }
    }

    /** A part of a history that is not linearizable, which is not linearizable either: what a person has to look at. */
    static List<Op> reduce(List<Op> history) {
        List<Long> ends = history.stream().filter(op -> op.outcome() != Outcome.UNKNOWN).map(Op::returned).sorted().toList();
        List<Op> least = history;
        for (long end : ends) {
            List<Op> upTo = until(history, end);
            if (check(upTo) == Verdict.NOT_LINEARIZABLE) {
                least = upTo;
                break;
            }
        }
        for (Op op : List.copyOf(least)) {
            List<Op> without = new ArrayList<>(least);
            without.removeAll(withFollowers(op, least));
            if (check(without) == Verdict.NOT_LINEARIZABLE) {
                least = without;
            }
        }
        return least.stream().sorted(Comparator.comparingLong(Op::invoked)).toList();
    }

    /** It and those that did what they did for what it had set, and so on: without all of them the others are as right or wrong. */
    private static Set<Op> withFollowers(Op first, List<Op> ops) {
        Set<Op> all = new HashSet<>(Set.of(first));
        Deque<Op> next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            Op op = next.remove();
            for (Op other : ops) {
                boolean follows = op.changes() && (other.outcome() == Outcome.REFUSED
                        ? !Collections.disjoint(other.expects().keySet(), op.sets().keySet())
                        : !Collections.disjoint(other.expects().entrySet(), op.sets().entrySet()));
                if (follows && all.add(other)) {
                    next.add(other);
                }
            }
        }
        return all;
    }

    /** What was known at the time. */
    private static List<Op> until(List<Op> history, long end) {
        List<Op> known = new ArrayList<>();
        for (Op op : history) {
            if (op.returned() <= end) {
                known.add(op);
            } else if (op.invoked() <= end && op.changes()) {
                known.add(new Op(op.text(), op.expects(), op.sets(), Outcome.UNKNOWN, op.invoked(), op.returned()));
            }
        }
        return known;
    }

    private static List<Op> useful(List<Op> history) {
        Set<Map.Entry<String, String>> seen = new HashSet<>();
        Map<String, Long> refusedUntil = new HashMap<>();
        for (Op op : history) {
            seen.addAll(op.expects().entrySet());
            if (op.outcome() == Outcome.REFUSED) {
                op.expects().keySet().forEach(key -> refusedUntil.merge(key, op.returned(), Math::max));
            }
        }
        return history.stream().filter(op -> op.outcome() != Outcome.UNKNOWN || op.sets().entrySet().stream().anyMatch(
                set -> seen.contains(set) || refusedUntil.getOrDefault(set.getKey(), Long.MIN_VALUE) >= op.invoked())).toList();
    }

    private static Guard guard(Map<String, String> wanted, Map<String, Integer> keys, Map<String, Integer> values) {
        long mask = 0;
        long bits = 0;
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            int key = keys.computeIfAbsent(entry.getKey(), any -> keys.size());
            long value = values.containsKey(entry.getValue()) ? values.get(entry.getValue()) : OTHER;
            if (key >= KEYS || values.size() > OTHER) {
                throw new IllegalArgumentException("more than " + KEYS + " keys or " + OTHER + " values in a group");
            }
            mask |= 0xFFFFL << 16 * key;
            bits |= value << 16 * key;
        }
        return new Guard(mask, bits);
    }

    /**
     * Whether what is not done yet can follow.
     *
     * @param latest the latest start among those that are done
     * @param pending those of unknown outcome that are done and whose result nobody has needed yet
     */
    private boolean canFinish(long[] before, long values, long latest, int[] pending) {
        long[] done = before.clone();
        long start = doWhatChangesNothing(done, values, latest);
        int[] unused = without(pending, i -> newlyDone(before, done).anyMatch(by -> needs(by, i)));
        long end = earliestEnd(done);
        if (end == Op.NEVER) {
            return true;
        }
        if (!seen.add(new Situation(done, values, unused))) {
            return false;
        }
        if (seen.size() > LIMIT) {
            throw new TooMany();
        }
        for (int i = 0; i < ops.length; i++) {
            Op op = ops[i];
            // only what began before any other that must be done had ended; an optional one not after its end
            if (!has(done, i) && op.invoked() <= end && op.returned() >= start && fits(i, values)
                    && (twins[i] < 0 || has(done, twins[i]))) {
                int[] left = after(i, unused);
                if (left == null) {
                    continue;
                }
                set(done, i);
                long after = op.changes() ? values & ~sets[i].mask | sets[i].bits : values;
                if (canFinish(done, after, Math.max(start, op.invoked()), left)) {
                    return true;
                }
                clear(done, i);
            }
        }
        return false;
    }

    /** Those whose result is unused still when operation {@code next} is done; null if one of them was in vain then. */
    private int[] after(int next, int[] unused) {
        int[] left = without(unused, i -> needs(next, i));
        boolean inVain = ops[next].changes() && Arrays.stream(left)
                .anyMatch(i -> next < definite || (sets[i].mask & ~sets[next].mask) == 0);
        if (inVain) {
            return null;
        }
        if (!endless(next)) {
            return left;
        }
        int[] more = Arrays.copyOf(left, left.length + 1);
        more[left.length] = next;
        Arrays.sort(more);
        return more;
    }

    /** Whether the outcome of {@code later}, or what it leaves, may depend on whether {@code earlier} was done before it. */
    private boolean needs(int later, int earlier) {
        long reads = expects[later].mask & sets[earlier].mask;
        long spoils = ops[later].changes() ? sets[later].mask & expects[earlier].mask : 0;
        boolean overwritesAPart = ops[later].changes() && (sets[later].mask & sets[earlier].mask) != 0
                && (sets[earlier].mask & ~sets[later].mask) != 0;
        return reads != 0 || spoils != 0 || overwritesAPart;
    }

    /** May be done at any time from its start, or never. */
    private boolean endless(int i) {
        return i >= definite && ops[i].returned() == Op.NEVER;
    }

    private static int[] without(int[] all, IntPredicate gone) {
        return all.length == 0 ? all : Arrays.stream(all).filter(gone.negate()).toArray();
    }

    private IntStream newlyDone(long[] before, long[] now) {
        return IntStream.range(0, definite).filter(i -> has(now, i) && !has(before, i));
    }

    /** Marks them as done; returns the latest start among all that are done. */
    private long doWhatChangesNothing(long[] done, long values, long latest) {
        long start = latest;
        boolean again = true;
        while (again) {
            again = false;
            long end = Math.min(earliestEnd(done), earliestOptionalEnd(done, start));
            for (int i = 0; i < definite; i++) {
                if (!has(done, i) && !ops[i].changes() && ops[i].invoked() <= end && fits(i, values)) {
                    set(done, i);
                    start = Math.max(start, ops[i].invoked());
                    again = true;
                }
            }
        }
        return start;
    }

    /** The first end among those that must be done and are not: what begins later cannot be next. */
    private long earliestEnd(long[] done) {
        for (int i = 0; i < definite; i++) {
            if (!has(done, i)) {
                return ops[i].returned();
            }
        }
        return Op.NEVER;
    }

    /** The first end among the optional ones that may still be done: what begins later would shut them out. */
    private long earliestOptionalEnd(long[] done, long start) {
        for (int i = definite; i < ops.length; i++) {
            if (!has(done, i) && ops[i].returned() >= start) {
                return ops[i].returned();
            }
        }
        return Op.NEVER;
    }

    private boolean fits(int i, long values) {
        boolean holds = (values & expects[i].mask) == expects[i].bits;
        return holds == (ops[i].outcome() != Outcome.REFUSED);
    }

    private static boolean has(long[] bits, int i) {
        return (bits[i >> 6] & 1L << i) != 0;
    }

    private static void set(long[] bits, int i) {
        bits[i >> 6] |= 1L << i;
    }

    private static void clear(long[] bits, int i) {
        bits[i >> 6] &= ~(1L << i);
    }
}

package io.curia.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.faults.Linearizability.Verdict;
import io.curia.faults.Op.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LinearizabilityPropertiesTest {
    private static final List<String> KEYS = List.of("a", "b");

    /** Whatever a correct register does to concurrent clients passes, also if the outcomes of some stay unknown. */
    @Property(tries = 300)
    void whatACorrectRegisterDidPasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int length) {
        assertThat(Linearizability.check(correct(new Random(seed), length))).isEqualTo(Verdict.LINEARIZABLE);
    }

    /** And does not if a write that was acknowledged is not there for whoever reads next. */
    @Property(tries = 50)
    void aLostWriteFails(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int length) {
        List<Op> history = correct(new Random(seed), length);
        history.add(put("a", "before", 10_000, 10_010));
        history.add(put("a", "acknowledged", 10_020, 10_030));
        history.add(Op.read("read", Map.of("a", "before"), 10_040, 10_050));
        assertThat(Linearizability.check(history)).isEqualTo(Verdict.NOT_LINEARIZABLE);
        List<Op> reduced = Linearizability.reduce(history);
        assertThat(Linearizability.check(reduced)).isEqualTo(Verdict.NOT_LINEARIZABLE);
        assertThat(reduced).extracting(Op::invoked).containsExactly(10_000L, 10_020L, 10_040L);
    }

    /** Of two that replace the same value only one can be told that it did. */
    @Property(tries = 300)
    void twoThatBothReplaceTheSameValueFail(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int length) {
        List<Op> history = correct(new Random(seed), length);
        history.add(put("a", "x", 10_000, 10_010));
        history.add(Op.done("cas", Map.of("a", "x"), Map.of("a", "y"), 10_020, 10_100));
        history.add(Op.done("cas", Map.of("a", "x"), Map.of("a", "z"), 10_020, 10_100));
        assertThat(Linearizability.check(history)).isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    /** Any short history, right or wrong, is judged as by trying all orders. */
    @Property(tries = 3000)
    void itAgreesWithTryingAllOrders(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int length) {
        List<Op> history = arbitrary(new Random(seed), length);
        assertThat(Linearizability.check(history) == Verdict.LINEARIZABLE)
                .isEqualTo(someOrderFits(history, new ArrayList<>(), new HashMap<>()));
    }

    /** Dozens of writes without an answer, from a run that filled a disk; once there were too many orders to decide. */
    @Example
    void manyWritesOfUnknownOutcomeAreDecided() throws IOException {
        List<Op> history = read("history-full-disk.txt");
        assertThat(history).filteredOn(op -> op.outcome() == Outcome.UNKNOWN).hasSizeGreaterThan(30);
        assertThat(Linearizability.check(history)).isEqualTo(Verdict.LINEARIZABLE);
        List<Op> wrong = new ArrayList<>(history);
        wrong.add(Op.read("read", Map.of("a", "nobody wrote it"), 769_000_000_000L, 769_100_000_000L));
        assertThat(Linearizability.check(wrong)).isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    /** What {@link Op#line} wrote. */
    private static List<Op> read(String name) throws IOException {
        Pattern form = Pattern.compile("\\s*(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(.*?)(?: expects (\\S+))?(?: sets (\\S+))?");
        List<Op> history = new ArrayList<>();
        try (InputStream in = LinearizabilityPropertiesTest.class.getResourceAsStream(name)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                Matcher parts = form.matcher(line);
                assertThat(parts.matches()).as(line).isTrue();
                history.add(new Op(parts.group(4), values(parts.group(5)), values(parts.group(6)), Outcome.valueOf(parts.group(3)),
                        nanos(parts.group(1)), parts.group(2).equals("-") ? Op.NEVER : nanos(parts.group(2))));
            }
        }
        return history;
    }

    private static long nanos(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1e9);
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        for (String each : text == null ? new String[0] : text.split(",")) {
            values.put(each.substring(0, each.indexOf('=')), each.endsWith("=-") ? Op.ABSENT : each.substring(each.indexOf('=') + 1));
        }
        return values;
    }

    private static Op put(String key, String value, long invoked, long returned) {
        return Op.done("put", Map.of(), Map.of(key, value), invoked, returned);
    }

    /** Each takes effect at its own moment, and its client's times are around it. */
    private static List<Op> correct(Random random, int length) {
        List<Op> history = new ArrayList<>();
        Map<String, String> state = new HashMap<>();
        for (int i = 0; i < length; i++) {
            long moment = 10L * i;
            long invoked = moment - random.nextInt(40);
            long returned = moment + random.nextInt(40);
            String key = KEYS.get(random.nextInt(2));
            String now = state.getOrDefault(key, Op.ABSENT);
            String value = random.nextInt(8) == 0 ? Op.ABSENT : "v" + i;
            Map<String, String> expects = switch (random.nextInt(4)) {
                case 0 -> Map.of(key, now);
                case 1 -> Map.of(key, "v" + random.nextInt(length));
                case 2 -> Map.of("a", state.getOrDefault("a", Op.ABSENT), "b", state.getOrDefault("b", Op.ABSENT));
                default -> Map.of();
            };
            boolean fits = expects.entrySet().stream().allMatch(e -> state.getOrDefault(e.getKey(), "").equals(e.getValue()));
            Map<String, String> sets = random.nextInt(5) == 0 ? Map.of("a", "a" + i, "b", "b" + i)
                    : random.nextInt(3) == 0 ? Map.of() : Map.of(key, value);
            boolean unknown = random.nextInt(6) == 0;
            boolean lost = unknown && random.nextBoolean();
            if (fits && !lost) {
                state.putAll(sets);
            }
            long end = unknown && random.nextBoolean() ? Op.NEVER : returned;
            Outcome outcome = unknown ? Outcome.UNKNOWN : fits ? Outcome.DONE : Outcome.REFUSED;
            history.add(new Op("op", expects, sets, outcome, invoked, end));
        }
        return history;
    }

    private static List<Op> arbitrary(Random random, int length) {
        List<Op> history = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            long invoked = random.nextInt(30);
            Map<String, String> expects = random.nextInt(3) == 0 ? Map.of() : some(random);
            Map<String, String> sets = random.nextInt(3) == 0 ? Map.of() : some(random);
            Outcome outcome = Outcome.values()[random.nextInt(5) == 0 ? 2 : random.nextInt(4) == 0 ? 1 : 0];
            boolean endless = outcome == Outcome.UNKNOWN && random.nextBoolean();
            history.add(new Op("op", expects, sets, outcome, invoked, endless ? Op.NEVER : invoked + random.nextInt(20)));
        }
        return history;
    }

    private static Map<String, String> some(Random random) {
        String a = random.nextInt(4) == 0 ? Op.ABSENT : "v" + random.nextInt(2);
        return random.nextInt(4) == 0 ? Map.of("a", a, "b", "v" + random.nextInt(2)) : Map.of(KEYS.get(random.nextInt(2)), a);
    }

    private static boolean someOrderFits(List<Op> left, List<Op> before, Map<String, String> state) {
        if (left.stream().allMatch(op -> op.outcome() == Outcome.UNKNOWN)) {
            return true;
        }
        for (Op op : left) {
            boolean holds = op.expects().entrySet().stream().allMatch(e -> state.getOrDefault(e.getKey(), "").equals(e.getValue()));
            boolean inTime = before.stream().noneMatch(earlier -> op.returned() < earlier.invoked());
            if (inTime && holds == (op.outcome() != Outcome.REFUSED)) {
                List<Op> rest = new ArrayList<>(left);
                rest.remove(op);
                List<Op> order = new ArrayList<>(before);
                order.add(op);
                Map<String, String> after = new HashMap<>(state);
                if (op.outcome() != Outcome.REFUSED) {
                    after.putAll(op.sets());
                }
                if (someOrderFits(rest, order, after)) {
                    return true;
                }
            }
        }
        return false;
    }
}

package io.curia.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What the clients did, by group of keys. Any thread; it grows by a few hundred bytes for each operation of the run. */
final class History {
    private final LongSupplier nanoTime;
    private final long start;
    private final Map<String, List<Op>> groups = new LinkedHashMap<>();
    private final List<StaleRead> staleReads = new ArrayList<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Long> answers = new TreeMap<>();

    /**
     * A read of what one server had.
     *
     * @param server its name and how often it had been started
     * @param index the answer's X-Consul-Index
     */
    record StaleRead(String server, String group, String key, String found, long index, long invoked, long returned) { }

    /**
     * What the owner of a session knows of it.
     *
     * @param delay its lock-delay in nanoseconds
     * @param validAt the start of the last operation that shows that it was valid then
     * @param endedBy when it was gone for certain; {@link Op#NEVER} if nobody knows
     */
    record Session(long delay, long validAt, long endedBy) { }

    History(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Nanoseconds, for the times of operations. */
    long now() {
        return nanoTime.getAsLong();
    }

    long start() {
        return start;
    }

    synchronized void add(String group, Op op) {
        groups.computeIfAbsent(group, any -> new ArrayList<>()).add(op);
    }

    synchronized void add(StaleRead read) {
        staleReads.add(read);
    }

    synchronized void created(String session, long delay, long invoked) {
        sessions.put(session, new Session(delay, invoked, Op.NEVER));
    }

    synchronized void valid(String session, long invoked) {
        sessions.computeIfPresent(session, (id, it) -> new Session(it.delay, invoked, it.endedBy));
    }

    synchronized void ended(String session, long returned) {
        sessions.computeIfPresent(session, (id, it) -> new Session(it.delay, it.validAt, returned));
    }

    /** Counts what was answered, by kind. */
    synchronized void count(String answer) {
        answers.merge(answer, 1L, Long::sum);
    }

    synchronized Map<String, List<Op>> groups() {
        Map<String, List<Op>> copy = new LinkedHashMap<>();
        groups.forEach((group, ops) -> copy.put(group, List.copyOf(ops)));
        return copy;
    }

    synchronized List<StaleRead> staleReads() {
        return List.copyOf(staleReads);
    }

    synchronized Map<String, Session> sessions() {
        return new LinkedHashMap<>(sessions);
    }

    synchronized Map<String, Long> answers() {
        return new TreeMap<>(answers);
    }
}

package io.curia.faults;

import io.curia.faults.History.Session;
import io.curia.faults.Op.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mutual exclusion: a lock is a register that holds a session, taken when it is empty. What makes it empty is a release,
 * or the end of the session, which may come at any time after the last that showed it valid; so each session brings one
 * optional operation to each lock that it asked for.
 *
 * <p>And the lock-delay: when a session was ended that held the lock, nobody who asks from then on gets it before the delay
 * is over. (Who asked before may: as in Consul, the delay is looked at before the request goes into the log.)
 */
final class LockCheck {
    private LockCheck() { }

    /** The operations of a lock, with the ends of its sessions. */
    static List<Op> withEnds(List<Op> ops, Map<String, Session> sessions) {
        Set<String> holders = new TreeSet<>();
        ops.forEach(op -> holders.add(op.sets().getOrDefault(LockClient.KEY, Op.ABSENT)));
        holders.remove(Op.ABSENT);
        List<Op> all = new ArrayList<>(ops);
        for (String holder : holders) {
            Session session = sessions.get(holder);
            all.add(new Op("end of session", Map.of(LockClient.KEY, holder), Map.of(LockClient.KEY, Op.ABSENT), Outcome.UNKNOWN,
                    session.validAt(), session.endedBy()));
        }
        return all;
    }

    /** Those who took the lock too early; a new leader knows of no delays, so this looks at calm times only. */
    static List<String> tooEarly(String group, List<Op> ops, Map<String, Session> sessions, Calm calm) {
        List<String> found = new ArrayList<>();
        for (Op taken : ops) {
            String holder = taken.sets().getOrDefault(LockClient.KEY, Op.ABSENT);
            if (taken.outcome() != Outcome.DONE || holder.equals(Op.ABSENT) || isGivenBack(holder, taken, ops)) {
                continue;
            }
            Session session = sessions.get(holder);
            long free = Math.max(session.validAt(), taken.invoked()) + session.delay();
            for (Op next : ops) {
                String other = next.sets().getOrDefault(LockClient.KEY, Op.ABSENT);
                if (next.outcome() == Outcome.DONE && !other.equals(Op.ABSENT) && !other.equals(holder)
                        && next.invoked() > session.endedBy() && next.returned() < free
                        && calm.during(session.validAt(), next.returned())) {
                    found.add("lock " + group + " of " + holder + " was taken by " + other + " "
                            + (free - next.returned()) / 1_000_000 + " ms before its delay was over");
                }
            }
        }
        return found;
    }

    /** Whether its session released it later, or may have, or took it again. */
    private static boolean isGivenBack(String holder, Op taken, List<Op> ops) {
        return ops.stream().anyMatch(op -> op.invoked() > taken.invoked() && op.outcome() != Outcome.REFUSED
                && (holder.equals(op.expects().get(LockClient.KEY)) && op.changes()
                || holder.equals(op.sets().get(LockClient.KEY))));
    }
}
